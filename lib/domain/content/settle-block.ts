import { type BlockLook, isSameOddity, placeState, type PlaceLook } from './row-decision.ts';

/** A row that rests on the primary, and that the replica does not hold as it is. */
export interface DivergedRow {
  readonly ctid: string;
  readonly key: string | null;
  readonly kind: 'missing' | 'extra' | 'different';
}

/** What all looks at one block come to. inFlux: rows of which no look could tell. */
export interface SettledBlock {
  readonly equal: number;
  readonly diverged: readonly DivergedRow[];
  readonly inFlux: number;
}

/**
 * A suspect counts as diverged when two looks in a row saw it the same: one alone may be a commit that the replica has
 * replayed and the primary does not show yet. The last look counts.
 */
export function settleBlock(looks: readonly BlockLook[]): SettledBlock {
  const last = looks.at(-1);
  if (!last) return { equal: 0, diverged: [], inFlux: 0 };
  const earlier = suspectsOf(looks.at(-2));
  const confirmed = suspectsOf(last).filter((place) => earlier.some((other) => isSameOddity(place, other)));
  const open = last.odd.filter((place) => !confirmed.includes(place));
  return { equal: last.equal, diverged: confirmed.map(divergedRow), inFlux: rowsOf(open) };
}

/** True when another look would tell no more. */
export function isSettled(looks: readonly BlockLook[]): boolean {
  return looks.length > 0 && settleBlock(looks).inFlux === 0;
}

function suspectsOf(look: BlockLook | undefined): readonly PlaceLook[] {
  return look ? look.odd.filter((place) => placeState(place, look.snapshot) === 'suspect') : [];
}

/** A row that is rewritten leaves one place and takes another; both are odd, and it is one row. */
function rowsOf(open: readonly PlaceLook[]): number {
  const left = open.filter(({ before }) => before !== null).length;
  return Math.max(left, open.length - left);
}

function divergedRow({ ctid, key, before, replica }: PlaceLook): DivergedRow {
  const kind = before === null ? 'extra' : replica === null ? 'missing' : 'different';
  return { ctid, key, kind };
}
