import type { Clock, Instant } from '../../../../lib/sandbox/states/asl/clock.ts';

interface Sleeper {
  readonly until: Instant;
  readonly wake: () => void;
}

/** A clock that jumps to the next sleeper whenever everything else has come to rest. */
export interface VirtualClock extends Clock {
  /** Lets time pass until `work` settles. */
  readonly drive: <T>(work: Promise<T>) => Promise<T>;
}

export function makeVirtualClock(start: Instant = 1_700_000_000_000_000): VirtualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const sleepUntil = async (until: Instant, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (until <= now) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { until, wake: resolve };
    sleepers.add(sleeper);
    signal.addEventListener('abort', () => resolve());
    await promise;
    sleepers.delete(sleeper);
    signal.throwIfAborted();
  };
  const drive = async <T>(work: Promise<T>): Promise<T> => {
    let settled = false;
    const watched = work.finally(() => {
      settled = true;
    });
    watched.catch(() => {});
    for (;;) {
      // Several turns of the loop: JSONata takes many microtasks, and file writes none.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (settled) return watched;
      const next = [...sleepers].toSorted((a, b) => a.until - b.until)[0];
      if (!next) continue;
      sleepers.delete(next);
      now = Math.max(now, next.until);
      next.wake();
    }
  };
  return { now: () => now, sleepUntil, drive };
}
