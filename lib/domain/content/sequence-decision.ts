import type { SequenceValue } from './contents.ts';

/** The log has a sequence's value so many steps ahead (SEQ_LOG_VALS in PostgreSQL's commands/sequence.c). */
const LOGGED_AHEAD = 32n;

/** A sequence on the primary, then on the replica, then on the primary again; null where there is none. */
export interface SequenceLook {
  readonly before: SequenceValue;
  readonly replica: SequenceValue | null;
  readonly after: SequenceValue | null;
}

/**
 * A physical copy is never behind the primary, since the next value must be new there, and never further ahead than
 * the log. equal: it lies between the two. in-flux: the primary's went back meanwhile (setval, or a cycle), so nothing
 * follows. behind, ahead and missing are divergences.
 */
export type SequenceState = 'equal' | 'in-flux' | 'behind' | 'ahead' | 'missing';

export function decideSequence({ before, replica, after }: SequenceLook): SequenceState {
  if (!after) return 'in-flux';
  const [low, high] = [position(before), position(after)];
  if (high < low) return 'in-flux';
  if (!replica) return 'missing';
  const copy = position(replica);
  const slack = LOGGED_AHEAD * magnitude(BigInt(after.increment));
  if (copy >= low && copy <= high + slack) return 'equal';
  if (after.cycles) return 'in-flux';
  return copy < low ? 'behind' : 'ahead';
}

/** How far it has counted, whichever way it counts. Its first value is not taken before it was called. */
function position({ lastValue, isCalled, increment }: SequenceValue): bigint {
  const step = BigInt(increment);
  const value = BigInt(lastValue) - (isCalled ? 0n : step);
  return step < 0n ? -value : value;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
