import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';
import { wallOffsetNs } from './wall-offset.ts';

/** UTC as read once at the start, advanced by the monotonic clock: a step of wall time cannot bend it. */
export function makeSystemClock(): Clock {
  const offsetNs = wallOffsetNs({ monotonicNs, wallMs: Date.now });
  return {
    now: () => Number((monotonicNs() + offsetNs) / 1000n),
    monotonicNs,
    sleep: (milliseconds) => sleep(milliseconds),
  };
}

function monotonicNs(): bigint {
  return process.hrtime.bigint();
}
