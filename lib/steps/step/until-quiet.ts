import { PreemptionPending } from '../../domain/failure.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { type CallLimits, lastCallMayActUntil } from '../../domain/record/calls-in-flight.ts';
import type { LockGrant } from '../../ports/locks.ts';
import type { Workflows } from '../../ports/workflows.ts';
import { finishesOf } from './finishes-of.ts';
import { lookUntil } from './look-until.ts';
import type { StepPorts } from './make-step.ts';

/** After its function's time-out a call may be under way for as long as a request may take. */
const REQUEST_LIMIT_SECONDS = 5;
/** A history is eventually consistent (GetExecutionHistory): it is believed once this time has passed. */
const HISTORY_SETTLES_MS = 1_000;
/** How long one call of this step watches; after it the workflow tries again. */
const WATCH_MS = 15_000;
const POLL_MS = 200;

interface QuietPorts extends Pick<StepPorts, 'clock'> {
  readonly workflows: Workflows;
}

export interface Quiet {
  /** Whose lock it was. */
  readonly over: NonNullable<LockGrant['takenOver']>;
  /** How long a function may run at most. */
  readonly handlerLimitSeconds: number;
}

/**
 * Waits for the end of what a run has under way from which a lock was taken, by itself or by an execution that finishes
 * it: one that has ended and cleaned up may be finished once more. Its later calls find the generation raised and are
 * refused; those from before have happened when this returns, so that the first action of whoever took the lock sees
 * them. Answers what a pre-empted run was waited for; null for one that had ended.
 * @throws PreemptionPending (to be retried) while a call of it may have an effect
 */
export async function untilQuiet({ clock, workflows }: QuietPorts, { over, handlerLimitSeconds }: Quiet) {
  const raisedAt = over.preemptedAt === null ? clock.now() : parseInstant(over.preemptedAt);
  const deadline = clock.now() + WATCH_MS * 1000;
  const limits = { functionSeconds: handlerLimitSeconds, requestSeconds: REQUEST_LIMIT_SECONDS };
  await sleepUntil(clock, raisedAt + HISTORY_SETTLES_MS * 1000);
  const until = await lookUntil(clock, {
    look: () => lastCallOf(workflows, over.owner, limits),
    enough: (seen) => seen === null || clock.now() >= seen,
    deadline,
    everyMs: POLL_MS,
  });
  const now = clock.now();
  if (until !== null && now < until) throw stillInFlight(over.run, (until - now) / 1e6);
  if (over.preemptedAt === null) return null;
  const waitedSeconds = (now - raisedAt) / 1e6;
  const because = until === null ? 'its last call was answered' : 'its last call can have no effect any more';
  return { run: over.run, at: over.preemptedAt, waitedSeconds, because };
}

/** The latest of all executions that act for a run. */
async function lastCallOf(workflows: Workflows, owner: string, limits: CallLimits): Promise<Instant | null> {
  const executions = [owner, ...(await finishesOf(workflows, owner)).map(({ arn }) => arn)];
  const histories = await Promise.all(executions.map((arn) => workflows.history(arn)));
  const until = histories.flatMap((history) => lastCallMayActUntil(history, limits) ?? []);
  return until.length === 0 ? null : Math.max(...until);
}

async function sleepUntil(clock: QuietPorts['clock'], at: Instant): Promise<void> {
  const now = clock.now();
  if (now < at) await clock.sleep((at - now) / 1000);
}

function stillInFlight(run: string, seconds: number): PreemptionPending {
  const seen = `a call that is not answered and may have an effect for ${seconds.toFixed(0)} s more`;
  return new PreemptionPending({
    subject: `run ${run}`,
    seen,
    limit: 'no call of the run whose lock it was',
  });
}
