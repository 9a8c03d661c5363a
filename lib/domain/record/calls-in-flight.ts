import type { Instant } from '../instant.ts';

/** What of an execution's history tells whether a function still works for it. */
export interface CallEvent {
  readonly type: string;
  readonly at: Instant;
  readonly error: string | null;
}

/** Errors that say nothing about whether the function has ended: the engine has lost sight of it. */
const OUT_OF_SIGHT = new Set([
  'States.Timeout',
  'Lambda.Unknown',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
]);

/**
 * When the last call that an execution made can still have an effect, at the latest: each that was not seen to end
 * counts for `limitSeconds` from its start. Null when every call was answered. An execution that was stopped tells its
 * functions nothing, so its end closes no call.
 */
export function lastCallMayActUntil(history: readonly CallEvent[], limitSeconds: number): Instant | null {
  const unseen: Instant[] = [];
  let open: Instant | null = null;
  for (const { type, at, error } of history) {
    if (type === 'TaskScheduled') open = at;
    else if (open !== null && isEnd(type)) {
      if (type === 'TaskTimedOut' || (error !== null && OUT_OF_SIGHT.has(error))) unseen.push(open);
      open = null;
    }
  }
  const all = open === null ? unseen : [...unseen, open];
  return all.length === 0 ? null : Math.max(...all) + limitSeconds * 1e6;
}

/** Submitted: the function that handed on a token has answered. */
function isEnd(type: string): boolean {
  return ['TaskSucceeded', 'TaskSubmitted', 'TaskFailed', 'TaskTimedOut'].includes(type);
}
