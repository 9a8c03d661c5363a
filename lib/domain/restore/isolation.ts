import { IsolationBreached } from '../failure.ts';
import type { RunCommon } from '../run/run-parts.ts';
import { restoredName } from './restored-name.ts';

interface Instance {
  readonly region: string;
  readonly instance: string;
}

type Run = Pick<RunCommon, 'run' | 'databases'>;

/** Why a run may not change an instance; null when it may: it is one that this run restores, and none of the plan's. */
export function breachOf({ run, databases }: Run, { region, instance }: Instance): string | null {
  const used = databases.flatMap(({ primary, replica }) => [primary, replica]);
  if (used.some((one) => one.instance === instance && one.region === region))
    return 'an instance that production uses';
  const own = databases.map(({ id }) => restoredName(id, run));
  return own.includes(instance) ? null : 'an instance that this drill does not make';
}

/** To be called right before each call that changes an instance. @throws IsolationBreached */
export function assertIsolated(run: Run, target: Instance): void {
  const seen = breachOf(run, target);
  if (seen === null) return;
  const subject = `${target.instance} in ${target.region}`;
  throw new IsolationBreached({ subject, seen, limit: `one that run ${run.run} restores` });
}
