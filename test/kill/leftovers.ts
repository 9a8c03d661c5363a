import type { ExecutionSummary } from '../../lib/ports/executions.ts';
import type { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import type { locksHeld } from '../../lib/cli/unfinished-runs.ts';

export interface Held {
  readonly locks: Awaited<ReturnType<typeof locksHeld>>;
  readonly faults: readonly Pick<SandboxStatus['faults'][number], 'fault' | 'region'>[];
  readonly series: readonly Pick<ExecutionSummary, 'name'>[];
}

/** What a run that is over holds still, one line each. */
export function leftovers({ locks, faults, series }: Held): readonly string[] {
  return [
    ...locks.map(({ site, run }) => `the lock of the ${site} site is held by ${run}`),
    ...faults.map(({ fault, region }) => `${fault} is in force in ${region}`),
    ...series.map(({ name }) => `series ${name} runs`),
  ];
}
