import type { Instant } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** One moment on both clocks of a process. */
export interface Moment {
  readonly at: Instant;
  readonly ns: bigint;
}

/** Two readings that lie further apart are not of one moment. */
const HELD_UP_NS = 200_000n;
const MOST_READINGS = 5;

/**
 * Reads UTC and the monotonic clock at one moment. A process that is held up between the two readings would seem to have
 * a clock that runs unevenly, and its attempt would prove nothing: it reads them again.
 */
export function readBothClocks(clock: Pick<Clock, 'now' | 'monotonicNs'>): Moment {
  for (let reading = 1; ; reading += 1) {
    const before = clock.monotonicNs();
    const at = clock.now();
    if (reading === MOST_READINGS || clock.monotonicNs() - before <= HELD_UP_NS) return { at, ns: before };
  }
}
