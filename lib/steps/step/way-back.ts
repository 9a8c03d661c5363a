import { AbortTooLate } from '../../domain/failure.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { BackgroundJobs } from '../../ports/background-jobs.ts';
import type { StepContext } from './make-step.ts';

type Context = StepContext<FailoverInput>;

/**
 * Of a run that is to go back, and of which replicas it is known that they were promoted: whether it still can. A promotion that was asked for may have happened, and then the
 * nearest safe state is the end: the old primary stays fenced, so clients that are not led on are served by nobody.
 * @throws AbortTooLate when a replica was promoted and clients are not led to it, GenerationSuperseded
 */
export async function mustStillGoBack(
  { event, maybe, undecided, stillOwner }: Context,
  promoted: readonly string[],
): Promise<void> {
  const asked = maybe('PromoteReplica') !== null || undecided('PromoteReplica');
  if (event.forward === true || !asked || maybe('SwitchTraffic') !== null) return;
  if (promoted.length === 0) return;
  await stillOwner();
  throw new AbortTooLate({
    subject: promoted.join(', '),
    seen: 'a promoted replica that clients are not led to',
    limit: 'nothing promoted: the run goes on to its end',
  });
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
