/** One version of an object; of a key there may be several, and each is held by itself. */
export interface HeldVersion {
  readonly key: string;
  readonly versionId: string;
}

/**
 * Legal holds of a bucket: without a date, against everybody, until they are taken off. Every call may throw BucketMissing,
 * BucketRefused, ThrottledUnknown or RegionUnreachable.
 */
export interface LegalHolds {
  /** Every version whose key begins with that; what marks a deletion is none. */
  versions(prefix: string): Promise<readonly HeldVersion[]>;
  /** Idempotent. */
  hold(version: HeldVersion, on: boolean): Promise<void>;
}
