import type { RunDatabase } from '../../domain/run/run-parts.ts';
import type { Databases } from '../../ports/databases.ts';
import { lookUntil } from './look-until.ts';
import type { StepContext, StepPorts } from './make-step.ts';

/** How long a replica is watched whose promotion was asked for and never answered. */
const DECIDED_LIMIT_MS = 45_000;
const DECIDE_POLL_MS = 500;

interface PromotedPorts extends Pick<StepPorts, 'clock'> {
  readonly databases: Databases;
}

/**
 * A promotion that failed or was never answered may have happened all the same, and RDS goes on naming the source for
 * a while: such a replica is watched before it is taken for one that was not promoted.
 */
export async function wasPromoted(
  { databases, clock }: PromotedPorts,
  { undecided, maybe }: StepContext,
  { replica }: Pick<RunDatabase, 'replica'>,
): Promise<boolean> {
  if (maybe('PromoteReplica') !== null) return true;
  const watchMs = undecided('PromoteReplica') ? DECIDED_LIMIT_MS : 0;
  const decidedAt = clock.now() + watchMs * 1000;
  const { source, status } = await lookUntil(clock, {
    look: () => databases.describe(replica),
    enough: (seen) => seen.source === null || (seen.status === 'available' && clock.now() >= decidedAt),
    deadline: decidedAt + watchMs * 1000,
    everyMs: DECIDE_POLL_MS,
  });
  // One that has not come to rest by then may still be promoted.
  return source === null || status !== 'available';
}
