import type { BucketRetention } from '../domain/evidence/bucket-retention.ts';
import type { Kept } from '../domain/evidence/retention-file.ts';

/**
 * How objects of a site's bucket are kept from being deleted, also by whoever wrote them. Of a key its newest version is
 * meant. Every call may throw BucketMissing, BucketRefused, ThrottledUnknown or RegionUnreachable.
 */
export interface Retention {
  store(): Promise<BucketRetention>;
  /** Idempotent. Refused where the object is kept longer already, or the bucket keeps nothing. */
  keep(key: string, kept: Kept): Promise<void>;
}
