/** Characters that steer a terminal, C1 among them, or that turn the direction of text. */
const STEERING = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A name or a value that somebody gave, as it may stand in a message: what a terminal would obey is made visible. */
export function visibleText(text: string): string {
  return text.replace(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
