const MOST = 100;

/** What SNS takes as a subject: printable ASCII in one line, at most 100 characters (API reference, Publish). */
export function subjectText(text: string): string {
  const plain = text.replaceAll(/[^ -~]+/g, '?');
  return plain.length <= MOST ? plain : `${plain.slice(0, MOST - 3)}...`;
}
