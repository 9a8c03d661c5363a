import type { SiteAccess } from '../aws/site-access.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { followExecution } from './follow-execution.ts';
import { type HeldLocks, heldLocks } from './held-locks.ts';
import type { Progress } from './progress.ts';
import type { StateDirectory } from './state-directory.ts';
import { takeRun } from './take-run.ts';
import type { LockSites } from './unfinished-runs.ts';
import { usualDurations } from './usual-durations.ts';
import { sayWaiting } from './waiting-requests.ts';

export interface FollowedRun {
  readonly input: RunInput;
  readonly executionArn: string;
  readonly directory: string;
  readonly state: StateDirectory;
  readonly progress: Progress;
}

export interface EndedRun {
  /** Of its execution. */
  readonly status: string;
  readonly locks: HeldLocks;
}

export type FollowedSites = LockSites & { readonly recovery: Pick<SiteAccess, 'objects' | 'workflows'> };

/** Follows a run to its end, says what it asks people on the way, and brings what it has left to its directory. */
export async function followRun(sites: FollowedSites, followed: FollowedRun): Promise<EndedRun> {
  const { input, executionArn, state, progress } = followed;
  const { objects, workflows } = sites.recovery;
  const waiting = sayWaiting({ objects, run: input.run, progress });
  const usual = await usualDurations(state, input.plan.name);
  const status = await followExecution(workflows, executionArn, {
    progress,
    usual,
    scope: input.scope,
  }).finally(() => waiting.end());
  await takeRun(sites, followed);
  return { status, locks: await heldLocks(sites, executionArn) };
}
