import {
  BucketMissing,
  BucketRefused,
  RegionUnreachable,
  ReplicaNotFound,
  ThrottledUnknown,
} from '../../domain/failure.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';

/**
 * Whether a failure says that a site cannot be asked, so that a run may go on without its answer and write that down. Of
 * a drill that is silence alone. A region that is really lost also answers with failures of its own, refusals, or knows
 * nothing of what was there; a lock that another run holds, or a wish to abort, is an answer and never one of these.
 */
export function cannotBeAsked(scope: RunCommon['scope'], error: unknown): boolean {
  if (error instanceof RegionUnreachable) return true;
  return scope === 'real' && (LOST.some((kind) => error instanceof kind) || isRefusal(error));
}

const LOST = [ThrottledUnknown, ReplicaNotFound, BucketMissing, BucketRefused];

/** What a service answered and no adapter gave a meaning, such as AccessDenied or NoSuchBucket: `$fault` marks it. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && '$fault' in error;
}
