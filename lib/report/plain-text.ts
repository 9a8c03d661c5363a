/** Characters that steer a terminal or turn the direction of text: nothing in a run may do either. */
const STEERING = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text from a run made harmless for a terminal: one line, no escape sequences. */
export function plainText(text: string): string {
  return text.replace(STEERING, ' ').trim();
}
