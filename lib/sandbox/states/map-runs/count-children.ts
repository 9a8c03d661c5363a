import { redriveRefusal } from '../executions/redrivable.ts';
import type { Instant } from '../asl/clock.ts';
import type { Child } from './child-executions.ts';
import type { MapRun } from './map-run.ts';

const STATUSES = [
  'pending',
  'running',
  'succeeded',
  'failed',
  'timedOut',
  'aborted',
  'pendingRedrive',
] as const;
type Status = (typeof STATUSES)[number];

const BY_ENDING: Readonly<Record<string, Status>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
};

/** Where a child stands, as DescribeMapRun counts it. */
export function statusOfChild({ execution, awaitsRedrive }: Child): Status {
  if (!execution) return 'pending';
  if (awaitsRedrive) return 'pendingRedrive';
  return BY_ENDING[execution.ending()?.status ?? ''] ?? 'running';
}

/** Counts of children, or of the items in them; results are written once the run has succeeded. */
export function countChildren(
  run: MapRun,
  weigh: (child: Child) => number,
  now: Instant,
): Record<string, number> {
  const counts = new Map<Status, number>(STATUSES.map((status) => [status, 0]));
  let total = 0;
  let failuresNotRedrivable = 0;
  for (const child of run.children()) {
    const status = statusOfChild(child);
    total += weigh(child);
    counts.set(status, (counts.get(status) ?? 0) + weigh(child));
    if (isLost(child, now)) failuresNotRedrivable += weigh(child);
  }
  const resultsWritten = run.ending()?.status === 'SUCCEEDED' ? total : 0;
  return { ...Object.fromEntries(counts), total, resultsWritten, failuresNotRedrivable };
}

/** Did not succeed, and no redrive can make it go on. */
function isLost({ execution }: Child, now: Instant): boolean {
  const ending = execution?.ending();
  if (!execution || !ending || ending.status === 'SUCCEEDED') return false;
  return redriveRefusal(execution, now) !== null;
}
