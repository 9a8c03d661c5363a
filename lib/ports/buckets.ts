import type { Instant } from '../domain/instant.ts';
import type { ListedPage, ObjectChecksum, ObjectHead } from '../domain/inventory/listed-object.ts';

/** A bucket by the region that keeps it. */
export interface BucketRef {
  readonly region: string;
  readonly bucket: string;
}

export interface ObjectRef extends BucketRef {
  readonly key: string;
}

export interface ReplicationRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Name of the bucket that it copies to. */
  readonly destination: string;
  /** Of the keys that it covers; empty for all. */
  readonly prefix: string;
  /** It covers only objects that bear certain tags. */
  readonly byTags: boolean;
  readonly copiesDeleteMarkers: boolean;
}

export interface BucketSettings {
  /** `off`: it was never versioned. */
  readonly versioning: 'enabled' | 'suspended' | 'off';
  readonly rules: readonly ReplicationRule[];
}

export interface CanaryOrder extends ObjectRef {
  readonly run: string;
  readonly text: string;
}

/** A canary as it was acknowledged. */
export interface SentCanary {
  readonly versionId: string;
  readonly size: number;
  readonly checksum: ObjectChecksum | null;
  readonly sentAt: Instant;
  readonly acknowledgedAt: Instant;
}

/** How many versions under a key were removed, and how many are there all the same. */
export interface RemovedVersions {
  readonly removed: number;
  readonly left: number;
}

/**
 * Buckets whose objects are replicated. Every call may throw BucketMissing, BucketRefused, ThrottledUnknown or
 * RegionUnreachable.
 */
export interface Buckets {
  /** Current versions and delete markers behind a key, page by page in the order of their keys; null for all. */
  objects(ref: BucketRef, after: string | null): AsyncIterable<ListedPage>;
  settings(ref: BucketRef): Promise<BucketSettings>;
  /** Writes a version more, with a checksum and the run's tag. */
  putCanary(order: CanaryOrder): Promise<SentCanary>;
  /** Null when nothing is to be read under the key, be it deleted or never there. */
  head(ref: ObjectRef): Promise<ObjectHead | null>;
  /** Removes every version and delete marker of this one key for good, and looks again. */
  removeVersions(ref: ObjectRef): Promise<RemovedVersions>;
}
