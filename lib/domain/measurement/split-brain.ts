import type { Instant } from '../instant.ts';
import { isAcknowledgedBy, isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

export interface SplitBrainQuestion {
  /** The writer that clients are, through the front door. */
  readonly ledger: readonly TimedAttempt[];
  /** The writer that never learns of the switch, straight to the old primary. */
  readonly stale: readonly TimedAttempt[];
  readonly recoveryServer: string | null;
  /** When the promoted server acknowledged the proof's row. */
  readonly proofAcknowledged: Instant | null;
}

/** `since`: the new primary's first acknowledgement; null when it gave none, and then there is no second writer. */
export interface SplitBrain {
  readonly since: Instant | null;
  readonly writes: readonly TimedAttempt[];
  /** Whether the stale writer could have shown a split: it wrote before, and it tried after. */
  readonly staleWriterWitnessed: boolean;
}

/** Every acknowledgement by another server after the new primary's first one was a write into a system that is lost. */
export function findSplitBrain(question: SplitBrainQuestion): SplitBrain {
  const { ledger, stale, recoveryServer, proofAcknowledged } = question;
  const firstWrite = ledger
    .filter((attempt) => isAcknowledgedBy(attempt, recoveryServer))
    .reduce((first, { answered }) => Math.min(first, answered), Number.POSITIVE_INFINITY);
  const since = Math.min(firstWrite, proofAcknowledged ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(since)) return { since: null, writes: [], staleWriterWitnessed: false };
  const elsewhere = [...ledger, ...stale].filter((attempt) =>
    isAcknowledgedElsewhere(attempt, recoveryServer),
  );
  return {
    since,
    writes: elsewhere.filter(({ answered }) => answered > since),
    staleWriterWitnessed:
      stale.some(({ outcome, answered }) => outcome === 'acknowledged' && answered <= since) &&
      stale.some(({ sent }) => sent > since),
  };
}
