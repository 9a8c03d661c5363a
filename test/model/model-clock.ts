import type { Instant } from '../../lib/domain/instant.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { NOON } from '../fakes/manual-clock.ts';

interface Sleeper {
  readonly until: Instant;
  readonly wake: () => void;
}

/** One virtual time for the interpreter, the steps and the world around them. */
export interface ModelClock extends Clock {
  /** As the interpreter sleeps. */
  sleepUntil(until: Instant, signal: AbortSignal): Promise<void>;
  /** Lets time pass until `work` settles. @throws Error when it waits for something that no time brings, or for weeks */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until nothing sleeps any more. @throws Error when that takes more than so many hours */
  rest(hours: number): Promise<void>;
  /** Lets so much time pass. */
  pass(seconds: number): Promise<void>;
}

/** An execution ends by itself after three days. */
const LONGEST_DRIVE_MICROS = 14 * 86_400e6;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function makeModelClock(start: Instant = NOON): ModelClock {
  let now = start;
  const sleepers: Sleeper[] = [];
  const sleepTo = (until: Instant): { readonly woken: Promise<void>; readonly sleeper: Sleeper } => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { until: Math.max(now, until), wake: resolve };
    const at = sleepers.findLastIndex((other) => other.until <= sleeper.until);
    sleepers.splice(at + 1, 0, sleeper);
    return { woken: promise, sleeper };
  };
  const wakeNext = (): boolean => {
    const next = sleepers.shift();
    if (!next) return false;
    now = next.until;
    next.wake();
    return true;
  };
  return {
    now: () => now,
    monotonicNs: () => BigInt(now - start) * 1000n,
    sleep: (milliseconds) => sleepTo(now + Math.round(milliseconds * 1000)).woken,
    sleepUntil: async (until, signal) => {
      signal.throwIfAborted();
      if (until <= now) return;
      const { woken, sleeper } = sleepTo(until);
      const leave = () => {
        const at = sleepers.indexOf(sleeper);
        if (at >= 0) sleepers.splice(at, 1);
        sleeper.wake();
      };
      signal.addEventListener('abort', leave);
      await woken;
      signal.removeEventListener('abort', leave);
      signal.throwIfAborted();
    },
    drive: async (work) => {
      const limit = now + LONGEST_DRIVE_MICROS;
      let settled = false;
      const settle = () => {
        settled = true;
      };
      work.then(settle, settle);
      for (;;) {
        // All that is not asleep goes on in microtasks: one turn of the loop takes them all.
        await nextTurn();
        if (settled) return work;
        if (!wakeNext()) throw new Error('nothing sleeps, and the work has not settled: it waits for ever');
        if (now > limit) throw new Error('the work has not settled for weeks');
      }
    },
    rest: async (hours) => {
      const limit = now + hours * 3_600e6;
      for (;;) {
        await nextTurn();
        if (now > limit) throw new Error(`not at rest after ${hours} h: ${sleepers.length} sleep still`);
        if (!wakeNext()) return;
      }
    },
    pass: async (seconds) => {
      const until = now + Math.round(seconds * 1e6);
      for (;;) {
        await nextTurn();
        const next = sleepers[0];
        if (!next || next.until > until) break;
        wakeNext();
      }
      now = until;
    },
  };
}
