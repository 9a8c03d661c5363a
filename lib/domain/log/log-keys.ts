const ENTRIES = 'log/entries/';
const ENTRY = /^log\/entries\/(\d{12})\.json$/;

/** Names of a log's objects in its site's bucket. */
export const logKeys = {
  entries: ENTRIES,
  entry: (index: number) => `${ENTRIES}${String(index).padStart(12, '0')}.json`,
  /** A hint at the log's size; whoever reads it looks on from there. */
  head: 'log/head.json',
  /** How large the log was before anybody tried to append this: it lies nowhere before. */
  claim: (identity: string) => `log/claims/${identity}.json`,
} as const;

/** Null for a key that is no entry's. */
export function indexOfEntry(key: string): number | null {
  const [, digits] = ENTRY.exec(key) ?? [];
  return digits === undefined ? null : Number(digits);
}
