import type { Instant } from '../asl/clock.ts';
import type { Cursor, Phase } from '../asl/cursor.ts';
import type { Ending } from './execution-record.ts';
import { dropBelow, type Threads } from './threads.ts';

export interface RedriveOf {
  readonly at: Instant;
  /** The ExecutionRedriven event, on which all goes on. */
  readonly eventId: number;
  readonly ending: Ending | null;
  /** How many redrives there are with this one. */
  readonly count: number;
}

/**
 * Makes what had failed or was aborted begin again; what had returned stays. Retries count anew, and a Wait waits anew.
 * After States.DataLimitExceeded all branches of the state run again:
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html (redrive behavior of individual states)
 */
export function redriveThreads(threads: Threads, { at, eventId, ending, count }: RedriveOf): void {
  const all = ending !== null && 'error' in ending && ending.error === 'States.DataLimitExceeded';
  if (all) dropBelow(threads, '');
  for (const [path, { cursor, returned }] of threads) {
    if (!cursor) continue;
    const phase: Phase = all ? { kind: 'entered' } : phaseAfter(cursor, count);
    threads.set(path, {
      head: { last: eventId, before: eventId },
      cursor: redriven({ ...cursor, phase }, at),
      returned,
    });
  }
}

/** Branches that returned are kept, and so are the children of a Map Run that succeeded. */
function phaseAfter({ phase }: Cursor, count: number): Phase {
  if (phase.kind === 'branching') return phase;
  if (phase.kind === 'mapRun') return { kind: 'mapRun', run: { ...phase.run, redriveOf: count } };
  return { kind: 'entered' };
}

function redriven(cursor: Cursor, at: Instant): Cursor {
  return { ...cursor, enteredAt: at, retryCounts: [], retryCount: 0, answer: null, aliveAt: null };
}
