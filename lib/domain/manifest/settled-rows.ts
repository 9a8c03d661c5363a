import type { ContentRow } from '../content/contents.ts';
import { endedBefore } from '../content/transaction-ids.ts';
import type { SettledRow } from './backup-manifest.ts';

/**
 * Of the rows after a backup, those that had certainly been committed before it began. A version of a row never
 * changes, and once deleted it never comes back, so each of them was there all the time.
 */
export function settledRows(after: readonly ContentRow[], snapshotBefore: string): readonly SettledRow[] {
  return after
    .filter(({ xmin }) => endedBefore(xmin, snapshotBefore))
    .map(({ ctid, xmin, digest }) => ({ ctid, xmin, digest }));
}

export interface SettledOnCopy {
  readonly found: number;
  /** Places where the copy has no row, and where it has another one. */
  readonly missing: string[];
  readonly different: string[];
}

/** Looks each kept row up on the copy. What else is there was written while the backup was taken. */
export function findSettled(kept: readonly SettledRow[], copy: readonly ContentRow[]): SettledOnCopy {
  const there = new Map(copy.map((row) => [row.ctid, row]));
  const missing = kept.filter(({ ctid }) => !there.has(ctid));
  const different = kept.filter((row) => {
    const other = there.get(row.ctid);
    return other !== undefined && (other.xmin !== row.xmin || other.digest !== row.digest);
  });
  return {
    found: kept.length - missing.length - different.length,
    missing: missing.map(({ ctid }) => ctid),
    different: different.map(({ ctid }) => ctid),
  };
}
