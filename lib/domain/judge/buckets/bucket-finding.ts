import { type Finding, met, worstOf } from '../finding.ts';

/** What was found out of one pair of buckets, by the name that the plan gives it. */
export interface BucketFinding extends Finding {
  readonly bucket: string;
}

/** What all pairs come to. A plan without buckets asks for nothing of them. */
export function worstOfPairs(findings: readonly BucketFinding[]): Finding {
  return findings.length === 0 ? met('the plan has no buckets') : worstOf(findings);
}
