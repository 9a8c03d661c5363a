import type { Instant } from '../instant.ts';

/** What of an execution's history tells whether a function still works for it. */
export interface CallEvent {
  readonly type: string;
  readonly at: Instant;
  readonly error: string | null;
}

/** functionSeconds: how long a function may run at most; requestSeconds: how long a request that it sent may be on its way. */
export interface CallLimits {
  readonly functionSeconds: number;
  readonly requestSeconds: number;
}

/** Errors that say nothing about whether the function has ended: the engine has lost sight of it. */
const OUT_OF_SIGHT = new Set([
  'States.Timeout',
  'Lambda.Unknown',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
]);

/** Lambda's words for a function that it, or its process, has ended in the middle of its work. */
const CUT_OFF = ['Sandbox.', 'Runtime.'];

/**
 * When the last call that an execution made can still have an effect, at the latest: each that was not seen to end
 * counts for both limits from its start, and one that was cut off for what it may have sent at its end. Null when every
 * call was answered. An execution that was stopped tells its functions nothing, so its end closes no call.
 */
export function lastCallMayActUntil(history: readonly CallEvent[], limits: CallLimits): Instant | null {
  const request = limits.requestSeconds * 1e6;
  const unseen = (from: Instant) => mayActUntil(from, limits);
  const until: Instant[] = [];
  let open: Instant | null = null;
  for (const { type, at, error } of history) {
    if (type === 'TaskScheduled') {
      // Its execution was ended from outside, and made to go on: nothing tells any more how that call ended.
      if (open !== null) until.push(unseen(open));
      open = at;
    } else if (open !== null && isEnd(type)) {
      if (type === 'TaskTimedOut' || (error !== null && OUT_OF_SIGHT.has(error))) until.push(unseen(open));
      if (error !== null && CUT_OFF.some((prefix) => error.startsWith(prefix))) until.push(at + request);
      open = null;
    }
  }
  if (open !== null) until.push(unseen(open));
  return until.length === 0 ? null : Math.max(...until);
}

/** Until when a call that nobody has seen to end may have an effect, by when it began. */
export function mayActUntil(from: Instant, { functionSeconds, requestSeconds }: CallLimits): Instant {
  return from + (functionSeconds + requestSeconds) * 1e6;
}

/** Submitted: the function that handed on a token has answered. */
function isEnd(type: string): boolean {
  return ['TaskSucceeded', 'TaskSubmitted', 'TaskFailed', 'TaskTimedOut'].includes(type);
}
