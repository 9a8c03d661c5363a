import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

/** UTC as read once at the start of the process, advanced by the monotonic clock: a step of the clock cannot bend it. */
export function makeSystemClock(): Clock {
  const originNs = process.hrtime.bigint();
  const originMicros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  return {
    now: () => originMicros + Number((process.hrtime.bigint() - originNs) / 1000n),
    monotonicNs: () => process.hrtime.bigint(),
    sleep: (milliseconds) => sleep(milliseconds),
  };
}
