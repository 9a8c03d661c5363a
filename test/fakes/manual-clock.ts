import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Instant, parseInstant } from '../../lib/domain/instant.ts';
import type { Clock } from '../../lib/ports/clock.ts';

interface Sleeper {
  readonly until: Instant;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets virtual time pass until `work` settles: the clock jumps to the next sleeper whenever all else is at rest. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Lets so much virtual time pass, waking every sleeper on the way. */
  advance(milliseconds: number): Promise<void>;
  /** Sleepers that nothing has woken yet. */
  sleeping(): number;
}

export const NOON = parseInstant('2026-03-01T12:00:00.000000Z');

export function makeManualClock(start: Instant = NOON): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const next = () => [...sleepers].toSorted((a, b) => a.until - b.until)[0];
  const wake = (sleeper: Sleeper) => {
    sleepers.delete(sleeper);
    now = Math.max(now, sleeper.until);
    sleeper.wake();
  };
  return {
    now: () => now,
    monotonicNs: () => BigInt(now - start) * 1000n,
    sleep: (milliseconds) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      sleepers.add({ until: now + Math.round(milliseconds * 1000), wake: resolve });
      return promise;
    },
    drive: async (work) => {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      work.then(settle, settle);
      for (;;) {
        await atRest();
        if (settled) return work;
        const sleeper = next();
        if (!sleeper)
          throw new Error('nothing sleeps and the work has not settled: it waits for something else');
        wake(sleeper);
      }
    },
    advance: async (milliseconds) => {
      const until = now + Math.round(milliseconds * 1000);
      for (;;) {
        await atRest();
        const sleeper = next();
        if (!sleeper || sleeper.until > until) break;
        wake(sleeper);
      }
      now = until;
      await atRest();
    },
    sleeping: () => sleepers.size,
  };
}

/** Each call of a fake takes a turn of the loop: so many calls may follow each other before the clock goes on. */
const TURNS = 25;

async function atRest(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
}
