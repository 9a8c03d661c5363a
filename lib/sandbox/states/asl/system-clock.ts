import type { Clock, Instant } from './clock.ts';

/** setTimeout takes at most 2^31 - 1 ms; a longer wait is slept in parts. */
const LONGEST_SLEEP_MS = 2_147_483_647;
/** More than the granularity of Date, so that rounding alone never moves the anchor. */
const MAX_DRIFT_MS = 2;

/** The machine's time in microseconds: the monotonic clock, anchored to wall time and again when that was set. */
export function makeSystemClock(): Clock {
  let originMs = performance.timeOrigin;
  const drifted = () => Math.abs(originMs + performance.now() - Date.now() - 0.5) > MAX_DRIFT_MS;
  const now = (): Instant => {
    // Twice: a process that is put aside between two readings would take the pause for a clock that was set.
    if (drifted() && drifted()) originMs = Date.now() + 0.5 - performance.now();
    return Math.round((originMs + performance.now()) * 1000);
  };
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
