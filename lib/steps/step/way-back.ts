import { AbortTooLate } from '../../domain/failure.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { BackgroundJobs } from '../../ports/background-jobs.ts';
import type { Databases } from '../../ports/databases.ts';
import type { StepContext, StepPorts } from './make-step.ts';
import { wasPromoted } from './was-promoted.ts';

type Context = StepContext<FailoverInput>;

interface WayBackPorts extends Pick<StepPorts, 'clock'> {
  readonly databases: Databases;
}

/**
 * Of a real run that is to go back: whether it still can. A promotion that was asked for may have happened, and then
 * the nearest safe state is the end.
 * @throws AbortTooLate when a replica was promoted and clients are not led to it
 */
export async function mustStillGoBack(ports: WayBackPorts, context: Context): Promise<void> {
  const { run, event, maybe, undecided } = context;
  const asked = maybe('PromoteReplica') !== null || undecided('PromoteReplica');
  if (run.scope !== 'real' || event.forward === true || !asked || maybe('SwitchTraffic') !== null) return;
  for (const database of run.databases) {
    if (!(await wasPromoted(ports, context, database))) continue;
    throw new AbortTooLate({
      subject: database.replica.instance,
      seen: 'a promoted replica that clients are not led to',
      limit: 'nothing promoted: the run goes on to its end',
    });
  }
}

/** Background jobs that the run has stopped, or may have, run again where nothing was promoted. Answers whether. */
export async function startJobsAgain(
  { jobs }: { readonly jobs: BackgroundJobs },
  { run, maybe, undecided, seen, stillOwner }: Context,
): Promise<boolean> {
  const names = run.backgroundJobs.map(({ name }) => name);
  const stopped = maybe('StopBackgroundJobs') !== null || undecided('StopBackgroundJobs');
  if (!stopped || names.length === 0) return false;
  const { generation } = seen('AcquireLock');
  await stillOwner();
  await jobs.start({ key: run.jobsKey, jobs: names, run: run.run, generation });
  return true;
}
