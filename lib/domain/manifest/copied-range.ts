import type { BlockRange } from '../content/block-range.ts';
import { isSame } from '../content/range-decision.ts';
import type { ManifestRange } from './backup-manifest.ts';
import type { CopyRangeLine, CopyRowsLine } from './copy-line.ts';

/** A range, or a place in it, that is not on the copy as it was on the source. */
export interface Mismatch extends BlockRange {
  /** range: it was the same before and after the backup, and is another on the copy. */
  readonly kind: 'range' | 'missing' | 'different';
  /** Of a row. */
  readonly ctid: string | null;
  readonly seen: string;
}

export interface Unproven extends BlockRange {
  /** Its rows changed while the backup was taken: of these no copy could prove anything. */
  readonly changed: boolean;
  readonly reason: string;
}

/** What a restored copy proves of one range. rows: those of the source before the backup; proven: those on the copy. */
export interface CopiedRange {
  readonly rows: number;
  readonly proven: number;
  readonly mismatches: readonly Mismatch[];
  readonly unproven: readonly Unproven[];
}

/** Holds what the copy has of a range against its manifest. What was never looked at is not proven. */
export function judgeCopiedRange(
  range: ManifestRange,
  copy: CopyRangeLine | undefined,
  rows: CopyRowsLine | undefined,
): CopiedRange {
  const { from, to, before } = range;
  const atStart = 'rows' in before ? before.rows : 0;
  const nothing = (reason: string): CopiedRange => ({
    rows: atStart,
    proven: 0,
    mismatches: [],
    unproven: [{ from, to, changed: false, reason }],
  });
  if (range.settled) return settledOf({ range, rows, atStart, nothing });
  if (!isSame(before, range.after)) return nothing('its digest after the backup is not kept');
  if (!copy) return nothing('it was not looked at on the copy');
  if ('unread' in copy.copy) return nothing(`the copy could not be read: ${copy.copy.unread}`);
  if (isSame(before, copy.copy)) return { rows: atStart, proven: atStart, mismatches: [], unproven: [] };
  const seen = `${copy.copy.rows} rows of another digest, where ${atStart} were`;
  return {
    rows: atStart,
    proven: 0,
    mismatches: [{ from, to, kind: 'range', ctid: null, seen }],
    unproven: [],
  };
}

interface SettledCase {
  readonly range: ManifestRange;
  readonly rows: CopyRowsLine | undefined;
  readonly atStart: number;
  readonly nothing: (reason: string) => CopiedRange;
}

function settledOf({ range, rows, atStart, nothing }: SettledCase): CopiedRange {
  const { from, to, settled } = range;
  if (!settled?.kept) return nothing(settled?.reason ?? 'its rows were not kept');
  if (!rows) return nothing('its rows were not looked at on the copy');
  if (rows.unread !== null) return nothing(`the copy could not be read: ${rows.unread}`);
  const known = rows.found + rows.missing.length + rows.different.length;
  if (known !== settled.kept.length) return nothing(`${known} of ${settled.kept.length} rows were looked up`);
  const place = (kind: 'missing' | 'different', seen: string) => (ctid: string) => ({
    from,
    to,
    kind,
    ctid,
    seen,
  });
  const changed = Math.max(0, atStart - settled.kept.length);
  const reason = `${changed} rows changed while the backup was taken`;
  return {
    rows: Math.max(atStart, settled.kept.length),
    proven: rows.found,
    mismatches: [
      ...rows.missing.map(place('missing', 'no row')),
      ...rows.different.map(place('different', 'another row')),
    ],
    unproven: changed > 0 ? [{ from, to, changed: true, reason }] : [],
  };
}
