const ENTRIES = 'log/entries/';
const COSIGNED = 'log/cosigned/';
const COSIGNED_KEY = /^log\/cosigned\/(\d{12})\/([0-9a-f]{8})$/;
const ENTRY = /^log\/entries\/(\d{12})\.json$/;

const padded = (count: number) => String(count).padStart(12, '0');

/** Names of a log's objects in its site's bucket. */
export const logKeys = {
  entries: ENTRIES,
  entry: (index: number) => `${ENTRIES}${padded(index)}.json`,
  /** A hint at the log's size; whoever reads it looks on from there. */
  head: 'log/head.json',
  /** How large the log was before anybody tried to append this: it lies nowhere before. */
  claim: (identity: string) => `log/claims/${identity}.json`,
  /** Checkpoints as witnesses have signed them, one object a size and key. */
  cosigned: COSIGNED,
  cosignedOf: (size: number, keyHint: string) => `${COSIGNED}${padded(size)}/${keyHint}`,
} as const;

/** Null for a key that is no entry's. */
export function indexOfEntry(key: string): number | null {
  const [, digits] = ENTRY.exec(key) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Null for a key that is none of `cosignedOf`. */
export function cosignedKeyOf(key: string): { readonly size: number; readonly keyHint: string } | null {
  const [, size, keyHint] = COSIGNED_KEY.exec(key) ?? [];
  return size === undefined || keyHint === undefined ? null : { size: Number(size), keyHint };
}
