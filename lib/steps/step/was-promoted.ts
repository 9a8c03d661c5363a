import { CleanUpIncomplete } from '../../domain/failure.ts';
import type { RunDatabase } from '../../domain/run/run-parts.ts';
import { isTerminalStatus } from '../../domain/run/terminal-status.ts';
import type { Databases } from '../../ports/databases.ts';
import { instanceOrNull } from './instance-or-null.ts';
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
 * Whether a run has promoted a replica: what it never asked for it has not, whoever else may have, nor what it went on
 * without, after it was seen that it could not be promoted. A promotion that
 * failed or was never answered may have happened all the same, and RDS goes on naming the source for a while: such a
 * replica is watched until it has come to rest. One that is gone, or broken for good, is at rest.
 * @throws CleanUpIncomplete (to be retried) while it has not: neither the one nor the other would be safe
 */
export async function wasPromoted(
  { databases, clock }: PromotedPorts,
  context: StepContext,
  { id, replica }: Pick<RunDatabase, 'id' | 'replica'>,
): Promise<boolean> {
  const asked = context.maybe('PromoteReplica');
  if (asked) return !(asked.without ?? []).some((left) => left.id === id);
  if (!context.undecided('PromoteReplica') && !isAdopted(context.event)) return false;
  const decidedAt = clock.now() + DECIDED_LIMIT_MS * 1000;
  const found = await lookUntil(clock, {
    look: () => instanceOrNull(databases, replica),
    enough: (seen) =>
      seen === null ||
      seen.source === null ||
      isTerminalStatus(seen.status) ||
      (seen.status === 'available' && clock.now() >= decidedAt),
    deadline: decidedAt + DECIDED_LIMIT_MS * 1000,
    everyMs: DECIDE_POLL_MS,
  });
  if (found === null) return false;
  const { source, status } = found;
  if (source === null || status === 'available' || isTerminalStatus(status)) return source === null;
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
