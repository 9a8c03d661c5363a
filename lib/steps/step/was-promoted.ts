import { CleanUpIncomplete } from '../../domain/failure.ts';
import type { RunDatabase } from '../../domain/run/run-parts.ts';
import type { Databases } from '../../ports/databases.ts';
import { lookUntil } from './look-until.ts';
import type { StepContext, StepPorts } from './make-step.ts';
import type { StepEvent } from './step-event.ts';

/** How long a replica is watched whose promotion was asked for and never answered. */
const DECIDED_LIMIT_MS = 45_000;
const DECIDE_POLL_MS = 500;

interface PromotedPorts extends Pick<StepPorts, 'clock'> {
  readonly databases: Databases;
}

/**
 * Whether a run has promoted a replica: what it never asked for it has not, whoever else may have. A promotion that
 * failed or was never answered may have happened all the same, and RDS goes on naming the source for a while: such a
 * replica is watched until it has come to rest.
 * @throws CleanUpIncomplete (to be retried) while it has not: neither the one nor the other would be safe
 */
export async function wasPromoted(
  { databases, clock }: PromotedPorts,
  context: StepContext,
  { replica }: Pick<RunDatabase, 'replica'>,
): Promise<boolean> {
  if (context.maybe('PromoteReplica') !== null) return true;
  if (!context.undecided('PromoteReplica') && !isAdopted(context.event)) return false;
  const decidedAt = clock.now() + DECIDED_LIMIT_MS * 1000;
  const { source, status } = await lookUntil(clock, {
    look: () => databases.describe(replica),
    enough: (seen) => seen.source === null || (seen.status === 'available' && clock.now() >= decidedAt),
    deadline: decidedAt + DECIDED_LIMIT_MS * 1000,
    everyMs: DECIDE_POLL_MS,
  });
  if (source === null || status === 'available') return source === null;
  throw new CleanUpIncomplete({
    subject: replica.instance,
    seen: `status ${status}, source ${source}, after a promotion that was asked for and never answered`,
    limit: 'a replica that has come to rest, promoted or not',
  });
}

/** By hand, before the run: whether it holds was not proven yet. */
function isAdopted({ run }: StepEvent): boolean {
  return run.real?.adopted.some(({ state }) => state === 'PromoteReplica') ?? false;
}
