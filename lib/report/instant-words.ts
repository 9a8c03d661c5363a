/** An instant as people read it, in UTC to the microsecond: "2026-11-02 08:00:02.480311". */
export function instantWords(text: string): string {
  return text.replace('T', ' ').replace('Z', '');
}
