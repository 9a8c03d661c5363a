import type { RangeReading } from './contents.ts';

/** The digests of one range: on the primary, then on the replica, then on the primary again where it was asked. */
export interface RangeLook {
  readonly before: RangeReading;
  readonly replica: RangeReading;
  readonly after: RangeReading | null;
}

/**
 * equal: the replica holds exactly the rows that the primary showed at one of its two moments. Rows' places and
 * transactions are part of the digest, so nothing that was changed and changed back is taken for it.
 * narrow: it does not, or could not be read on the replica: smaller ranges tell where.
 * unreadable: the primary refuses to read it, and would refuse each part of it.
 */
export type RangeDecision = 'equal' | 'narrow' | 'unreadable';

export function decideRange({ before, replica, after }: RangeLook): RangeDecision {
  if (isSame(before, replica) || (after !== null && isSame(after, replica))) return 'equal';
  return 'unread' in before && !before.again ? 'unreadable' : 'narrow';
}

/** True when both were read and hold the same. */
export function isSame(one: RangeReading, other: RangeReading): boolean {
  if ('unread' in one || 'unread' in other) return false;
  return one.rows === other.rows && one.digest === other.digest;
}
