import { RegionUnreachable, ThrottledUnknown } from '../domain/failure.ts';

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

/**
 * Calls the control plane, and gives the failures that any call can have their meaning: throttled is unknown, neither
 * failed nor done; silence or a refused connection is an unreachable region. Other errors pass through.
 */
export async function callAws<T>(subject: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const name = errorName(error);
    if (THROTTLED.has(name)) {
      throw new ThrottledUnknown({
        subject,
        seen: name,
        limit: 'an answer that says done or failed',
        cause: error,
      });
    }
    if (UNREACHABLE.has(name)) {
      throw new RegionUnreachable({ subject, seen: name, limit: 'an answer within 2 s', cause: error });
    }
    throw error;
  }
}
