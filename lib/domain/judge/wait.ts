import type { Instant } from '../instant.ts';

/** A stretch of waiting as the record bounds it: one with an end that is not on record was not shown. */
export interface Wait {
  readonly from: Instant | null;
  readonly to: Instant | null;
}
