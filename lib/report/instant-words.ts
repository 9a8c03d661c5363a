/** An instant as people read it, in UTC to the microsecond: "2026-11-02 08:00:02.480311". */
export function instantWords(text: string): string {
  return text.replace('T', ' ').replace('Z', '');
}

/** An instant of a workflow's history, which is kept to the millisecond. */
export function historyInstantWords(text: string): string {
  return instantWords(text).slice(0, '2026-11-02 08:00:02.480'.length);
}
