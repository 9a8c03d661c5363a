import { PreemptionPending } from '../../domain/failure.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { type CallLimits, lastCallMayActUntil, mayActUntil } from '../../domain/record/calls-in-flight.ts';
import type { LockGrant } from '../../ports/locks.ts';
import type { Workflows } from '../../ports/workflows.ts';
import { finishesOf } from './finishes-of.ts';
import { lookUntil } from './look-until.ts';
import type { StepPorts } from './make-step.ts';
import { wordsOf } from './words-of.ts';

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
 * them. Where a pre-empted run's history cannot be had, as of one that Step Functions has forgotten, each of its calls counts
 * as begun right before the generation was raised, so that nobody is kept from a failover for good. Answers what a
 * pre-empted run was waited for; null for one that had ended.
 * @throws PreemptionPending (to be retried) while a call of it may have an effect
 */
export async function untilQuiet({ clock, workflows }: QuietPorts, { over, handlerLimitSeconds }: Quiet) {
  const raisedAt = over.preemptedAt === null ? clock.now() : parseInstant(over.preemptedAt);
  const deadline = clock.now() + WATCH_MS * 1000;
  const limits = { functionSeconds: handlerLimitSeconds, requestSeconds: REQUEST_LIMIT_SECONDS };
  await sleepUntil(clock, raisedAt + HISTORY_SETTLES_MS * 1000);
  const { until, unread } = await lookUntil(clock, {
    look: () => lastCallOf(workflows, over, limits),
    enough: (seen) => seen.until === null || clock.now() >= seen.until,
    deadline,
    everyMs: POLL_MS,
  });
  const now = clock.now();
  if (until !== null && now < until) throw stillInFlight(over.run, { seconds: (until - now) / 1e6, unread });
  if (over.preemptedAt === null) return null;
  const waitedSeconds = (now - raisedAt) / 1e6;
  return { run: over.run, at: over.preemptedAt, waitedSeconds, because: becauseOf(until, unread) };
}

interface LastCall {
  /** When it can have an effect at the latest; null: it was answered. */
  readonly until: Instant | null;
  /** Why the history could not be had; null: it was. */
  readonly unread: string | null;
}

function becauseOf(until: Instant | null, unread: string | null): string {
  if (until === null) return 'its last call was answered';
  const said = 'its last call can have no effect any more';
  return unread === null ? said : `${said} (what it called could not be read: ${unread})`;
}

async function lastCallOf(
  workflows: Workflows,
  { owner, preemptedAt }: Quiet['over'],
  limits: CallLimits,
): Promise<LastCall> {
  try {
    return { until: await lastOf(workflows, owner, limits), unread: null };
  } catch (error) {
    if (preemptedAt === null) throw error;
    return { until: mayActUntil(parseInstant(preemptedAt), limits), unread: wordsOf(error) };
  }
}

/** The latest of all executions that act for a run. */
async function lastOf(workflows: Workflows, owner: string, limits: CallLimits): Promise<Instant | null> {
  const executions = [owner, ...(await finishesOf(workflows, owner)).map(({ arn }) => arn)];
  const histories = await Promise.all(executions.map((arn) => workflows.history(arn)));
  const until = histories.flatMap((history) => lastCallMayActUntil(history, limits) ?? []);
  return until.length === 0 ? null : Math.max(...until);
}

async function sleepUntil(clock: QuietPorts['clock'], at: Instant): Promise<void> {
  const now = clock.now();
  if (now < at) await clock.sleep((at - now) / 1000);
}

function stillInFlight(
  run: string,
  { seconds, unread }: { readonly seconds: number; readonly unread: string | null },
): PreemptionPending {
  const call =
    unread === null ? 'a call that is not answered and' : `calls that cannot be read (${unread}): one`;
  return new PreemptionPending({
    subject: `run ${run}`,
    seen: `${call} may have an effect for ${seconds.toFixed(0)} s more`,
    limit: 'no call of the run whose lock it was',
  });
}
