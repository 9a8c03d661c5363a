import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';
import { isOffsetOf, wallOffsetNs } from './wall-offset.ts';

const READINGS = { monotonicNs, wallMs: () => Date.now() };

/** UTC as read once at the start, advanced by the monotonic clock: a step of wall time cannot bend it. */
export function makeSystemClock(): Clock {
  const offsetNs = wallOffsetNs(READINGS);
  return clockOf(() => offsetNs);
}

/**
 * The same for as long as a process may stand: read anew whenever wall time was set, or the monotonic clock stood still,
 * as it may in an environment that is frozen between two calls.
 */
export function makeStandingClock(): Clock {
  let offsetNs = wallOffsetNs(READINGS);
  return clockOf(() => {
    if (!isOffsetOf(READINGS, offsetNs)) offsetNs = wallOffsetNs(READINGS);
    return offsetNs;
  });
}

function clockOf(offsetNs: () => bigint): Clock {
  return {
    now: () => Number((monotonicNs() + offsetNs()) / 1000n),
    monotonicNs,
    sleep: (milliseconds) => sleep(milliseconds),
  };
}

function monotonicNs(): bigint {
  return process.hrtime.bigint();
}
