import type { ContentRow, RowVersion } from './contents.ts';
import { endedBefore, NO_TRANSACTION } from './transaction-ids.ts';

/** One place on the primary, the replica, and the primary again; null where no row is visible. */
export interface PlaceLook {
  readonly ctid: string;
  readonly key: string | null;
  readonly before: RowVersion | null;
  readonly replica: RowVersion | null;
  readonly after: RowVersion | null;
}

/** Rows of one block, looked at once. `snapshot`: what the primary had ended when it was asked again. */
export interface BlockLook {
  readonly snapshot: string;
  /** Rows that were the same on primary and replica. */
  readonly equal: number;
  readonly odd: readonly PlaceLook[];
}

/**
 * suspect: the primary's row rests, and the replica does not hold it as it is.
 * moving: the primary's row was being written.
 */
export type PlaceState = 'suspect' | 'moving';

export interface RowsOfSides {
  readonly before: readonly ContentRow[];
  readonly replica: readonly ContentRow[];
  readonly after: readonly ContentRow[];
  readonly snapshot: string;
}

/** Puts the rows of the three readings side by side, and keeps those that differ. */
export function lookAtBlock({ before, replica, after, snapshot }: RowsOfSides): BlockLook {
  const sides = { before: byPlace(before), replica: byPlace(replica), after: byPlace(after) };
  const places = [...new Set([...before, ...replica, ...after].map(({ ctid }) => ctid))];
  const looks = places.map((ctid): PlaceLook => {
    const rows = [sides.before.get(ctid), sides.replica.get(ctid), sides.after.get(ctid)];
    const [one = null, two = null, three = null] = rows.map((row) => row && versionOf(row));
    return { ctid, key: rows.find((row) => row)?.key ?? null, before: one, replica: two, after: three };
  });
  const equal = looks.filter(({ before: row, replica: copy }) => row !== null && isVersion(row, copy));
  return { snapshot, equal: equal.length, odd: looks.filter(isOdd) };
}

/** What one look at a place shows. Both states ask for another look. */
export function placeState(look: PlaceLook, snapshot: string): PlaceState {
  const { before, replica, after } = look;
  if (!isVersion(before, after)) return 'moving';
  return mayBeUnderWay(after?.xmax, snapshot) || mayBeUnderWay(replica?.xmin, snapshot)
    ? 'moving'
    : 'suspect';
}

/** True for the same place with the same rows on both sides as in another look. */
export function isSameOddity(one: PlaceLook, other: PlaceLook): boolean {
  return (
    one.ctid === other.ctid && isVersion(one.before, other.before) && isVersion(one.replica, other.replica)
  );
}

/**
 * A commit may be replayed before the primary shows it, for as long as the primary waits for its replicas: what a
 * transaction has written that had not certainly ended there proves nothing.
 */
function mayBeUnderWay(xid: string | undefined, snapshot: string): boolean {
  return xid !== undefined && xid !== NO_TRANSACTION && !endedBefore(xid, snapshot);
}

/** A place that shows what the primary showed at one of its two moments is none. */
function isOdd({ before, replica, after }: PlaceLook): boolean {
  if (isVersion(before, replica)) return false;
  return !(replica !== null && isVersion(after, replica));
}

/** xmax is no part of it: a lock on a row is not replicated as such. */
function isVersion(one: RowVersion | null, other: RowVersion | null): boolean {
  return one?.xmin === other?.xmin && one?.digest === other?.digest;
}

function versionOf({ xmin, xmax, digest }: ContentRow): RowVersion {
  return { xmin, xmax, digest };
}

function byPlace(rows: readonly ContentRow[]): ReadonlyMap<string, ContentRow> {
  return new Map(rows.map((row) => [row.ctid, row]));
}
