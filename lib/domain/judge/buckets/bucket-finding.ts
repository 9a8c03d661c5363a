import type { Finding } from '../finding.ts';

/** What was found out of one pair of buckets, by the name that the plan gives it. */
export interface BucketFinding extends Finding {
  readonly bucket: string;
}
