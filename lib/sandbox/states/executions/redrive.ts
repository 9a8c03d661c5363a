import type { Instant } from '../asl/clock.ts';
import type { Cursor } from '../asl/cursor.ts';
import type { Ending } from './execution-record.ts';
import { dropBelow, type Threads } from './threads.ts';

export interface RedriveOf {
  readonly at: Instant;
  /** The ExecutionRedriven event, on which all goes on. */
  readonly eventId: number;
  readonly ending: Ending | null;
}

/**
 * Makes what had failed or was aborted begin again; what had returned stays. Retries count anew, and a Wait waits anew.
 * After States.DataLimitExceeded all branches of the state run again:
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html (redrive behavior of individual states)
 */
export function redriveThreads(threads: Threads, { at, eventId, ending }: RedriveOf): void {
  const all = ending !== null && 'error' in ending && ending.error === 'States.DataLimitExceeded';
  if (all) dropBelow(threads, '');
  for (const [path, { cursor, returned }] of threads) {
    if (!cursor) continue;
    const keeps = cursor.phase.kind === 'branching' && !all;
    threads.set(path, {
      head: { last: eventId, before: eventId },
      cursor: redriven(keeps ? cursor : { ...cursor, phase: { kind: 'entered' } }, at),
      returned,
    });
  }
}

function redriven(cursor: Cursor, at: Instant): Cursor {
  return { ...cursor, enteredAt: at, retryCounts: [], retryCount: 0, answer: null, aliveAt: null };
}
