import type { Instant } from '../domain/instant.ts';

/** Time as a port, so that a step can be tested on a virtual clock. */
export interface Clock {
  /** UTC, advanced by the monotonic clock between readings: it never runs backwards within a process. */
  now(): Instant;
  monotonicNs(): bigint;
  sleep(milliseconds: number): Promise<void>;
}
