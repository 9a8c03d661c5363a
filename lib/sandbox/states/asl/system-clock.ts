import { makeEpochClock } from '../../epoch-clock.ts';
import type { Clock, Instant } from './clock.ts';

/** setTimeout takes at most 2^31 - 1 ms; a longer wait is slept in parts. */
const LONGEST_SLEEP_MS = 2_147_483_647;

/** The machine's time in microseconds: the monotonic clock, anchored to wall time and again when that was set. */
export function makeSystemClock(): Clock {
  const now: () => Instant = makeEpochClock();
  return {
    now,
    sleepUntil: async (until, signal) => {
      for (let left = until - now(); left > 0; left = until - now()) {
        await sleep(Math.min(Math.ceil(left / 1000), LONGEST_SLEEP_MS), signal);
      }
      signal.throwIfAborted();
    },
  };
}

async function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, durationMs);
  const abort = (): void => resolve();
  signal.addEventListener('abort', abort, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
}
