import type { ExecutionSummary } from '../../lib/ports/executions.ts';
import type { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import type { SeenLocks } from '../../lib/cli/unfinished-runs.ts';

export interface Held {
  readonly locks: SeenLocks;
  readonly faults: readonly Pick<SandboxStatus['faults'][number], 'fault' | 'region'>[];
  readonly series: readonly Pick<ExecutionSummary, 'name'>[];
}

/** What a run that is over holds still, one line each. */
export function leftovers({ locks, faults, series }: Held): readonly string[] {
  return [
    ...locks.held.map(({ site, run }) => `the lock of the ${site} site is held by ${run}`),
    ...(locks.unread === null ? [] : [locks.unread]),
    ...faults.map(({ fault, region }) => `${fault} is in force in ${region}`),
    ...series.map(({ name }) => `series ${name} runs`),
  ];
}
