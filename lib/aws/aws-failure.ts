import { setTimeout as sleep } from 'node:timers/promises';
import { RegionUnreachable, ThrottledUnknown } from '../domain/failure.ts';
import { REQUEST_LIMIT_MS } from './client-options.ts';

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'BandwidthLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
]);
const UNREACHABLE = new Set([
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Name of an SDK error, or the system code of a network error. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  return 'code' in error && typeof error.code === 'string' && UNREACHABLE.has(error.code)
    ? error.code
    : error.name;
}

/** An answer of 5xx: docs.aws.amazon.com/general, common errors (InternalFailure, ServiceUnavailable). */
function isServiceFault(error: unknown): boolean {
  return error instanceof Error && '$fault' in error && error.$fault === 'server';
}

/** Waits between tries of one call, in milliseconds; each is shortened by up to half at random. */
const BACK_OFF_MS = [40, 120, 360];

/**
 * The same, for a call that may be made twice: throttling and failures of the service itself are tried again after a
 * short wait, all together within a second, before they are the workflow's business.
 */
export async function callAwsAgain<T>(
  subject: string,
  call: () => Promise<T>,
  limitMs = REQUEST_LIMIT_MS,
): Promise<T> {
  for (const waitMs of BACK_OFF_MS) {
    try {
      return await callAws(subject, call, limitMs);
    } catch (error) {
      if (!(error instanceof ThrottledUnknown)) throw error;
      await sleep(waitMs * (1 - Math.random() / 2));
    }
  }
  return callAws(subject, call, limitMs);
}

/**
 * Calls the control plane, and gives the failures that any call can have their meaning: throttled, or failed inside the
 * service, is unknown: neither failed nor done; silence or a refused connection is an unreachable region. Other errors pass through.
 * `limitMs` is the time-out of the client that calls.
 */
export async function callAws<T>(
  subject: string,
  call: () => Promise<T>,
  limitMs = REQUEST_LIMIT_MS,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const name = errorName(error);
    if (THROTTLED.has(name) || isServiceFault(error)) {
      throw new ThrottledUnknown({
        subject,
        seen: name,
        limit: 'an answer that says done or failed',
        cause: error,
      });
    }
    if (UNREACHABLE.has(name)) {
      throw new RegionUnreachable({
        subject,
        seen: name,
        limit: `an answer within ${limitMs / 1000} s`,
        cause: error,
      });
    }
    throw error;
  }
}
