import { AbortTooLate } from '../../domain/failure.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { BackgroundJobs } from '../../ports/background-jobs.ts';
import { hasDrained } from './fence-in-force.ts';
import type { StepContext } from './make-step.ts';

type Context = StepContext<FailoverInput>;

export interface Promoted {
  /** Replicas of which it is known that they were promoted, by whomever. */
  readonly replicas: readonly string[];
  /** Of runs that it has pre-empted, and that nobody has settled. */
  readonly preempted: readonly Pick<Context, 'maybe' | 'undecided'>[];
}

/**
 * Of a run that is to go back: whether it still can. A promotion that was asked for may have happened, and then the
 * nearest safe state is the end: the old primary stays fenced, so clients that are not led on are served by nobody. The
 * same holds of one that a pre-empted run has asked for and cannot finish any more.
 * @throws AbortTooLate when a replica was promoted and clients are not led to it, GenerationSuperseded
 */
export async function mustStillGoBack(context: Context, { replicas, preempted }: Promoted): Promise<void> {
  const { event, maybe, stillOwner } = context;
  const wasAsked = hasAsked(context) || preempted.some(leadsNowhere);
  if (event.forward === true || !wasAsked || maybe('SwitchTraffic') !== null) return;
  if (replicas.length === 0) return;
  await stillOwner();
  throw new AbortTooLate({
    subject: replicas.join(', '),
    seen: 'a promoted replica that clients are not led to',
    limit: 'nothing promoted: the run goes on to its end',
  });
}

function hasAsked({ maybe, undecided }: Pick<Context, 'maybe' | 'undecided'>): boolean {
  return maybe('PromoteReplica') !== null || undecided('PromoteReplica');
}

/** It has asked for a promotion and never came to lead clients there. One that has drained leaves more than that to do. */
function leadsNowhere(known: Pick<Context, 'maybe' | 'undecided'>): boolean {
  return hasAsked(known) && known.maybe('SwitchTraffic') === null && !hasDrained(known);
}

/** Background jobs that the run, or one that it has pre-empted, has stopped, or may have, run again where nothing was promoted. Answers whether. */
export async function startJobsAgain(
  { jobs }: { readonly jobs: BackgroundJobs },
  { run, seen, stillOwner }: Context,
  changers: readonly Pick<Context, 'maybe' | 'undecided'>[],
): Promise<boolean> {
  const names = run.backgroundJobs.map(({ name }) => name);
  const stopped = changers.some(
    ({ maybe, undecided }) => maybe('StopBackgroundJobs') !== null || undecided('StopBackgroundJobs'),
  );
  if (!stopped || names.length === 0) return false;
  const { generation } = seen('AcquireLock');
  await stillOwner();
  await jobs.start({ key: run.jobsKey, jobs: names, run: run.run, generation });
  return true;
}
