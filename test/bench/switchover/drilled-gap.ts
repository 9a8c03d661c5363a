import type { Attempt } from '../../../lib/domain/ledger/attempt.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import type { RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import type { Leg } from '../../../lib/domain/run/leg.ts';
import { writeGap } from './write-gap.ts';

/**
 * Seconds for which a run's own writer was refused on a leg: between its acknowledgements on either side of the moment
 * at which the replica had everything. @throws Error when the run did not come so far.
 */
export function drilledGap(facts: Pick<RunFacts, 'ledger' | 'outcome'>, leg: Leg): number {
  const caughtUp = facts.outcome('AwaitCatchUp', leg)?.databases.map((one) => parseInstant(one.caughtUpAt));
  if (!caughtUp?.length) throw new Error(`a switchover came to no catch-up on its way ${leg}`);
  const acknowledged = facts.ledger.filter(isAcknowledged).map(({ answered }) => parseInstant(answered));
  return writeGap(acknowledged, Math.max(...caughtUp));
}

function isAcknowledged({ outcome }: Attempt): boolean {
  return outcome === 'acknowledged';
}
