import type { FenceInput } from '../../domain/run/fence-input.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import { isFenced } from './fence-in-force.ts';
import type { StepContext } from './make-step.ts';

type Context = StepContext<RunCommon & { readonly fence: FenceInput }>;

/**
 * Why a failover that has begun to change something cannot be taken for clean: the way back is not on record, so that
 * jobs may be stopped although the primary serves on, or an old primary may stand beside a promoted one unproven. Empty
 * where it is, or nothing was begun.
 */
export function unsettledPrimary(context: Context): readonly string[] {
  const { maybe, undecided } = context;
  if (maybe('ReturnRegion') !== null) return [];
  const hasStopped = (maybe('StopBackgroundJobs')?.jobs.length ?? 0) > 0 || undecided('StopBackgroundJobs');
  const mayBePromoted = maybe('PromoteReplica') !== null || undecided('PromoteReplica');
  if (!hasStopped && !mayBePromoted && !isFenced(context)) return [];
  return [
    "whether the old primary was settled is not on record: jobs may be stopped, and its fence and writers' gate astray",
  ];
}
