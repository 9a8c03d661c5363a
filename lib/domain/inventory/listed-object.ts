import type { Instant } from '../instant.ts';

/** Where an object's replication stands: of a source PENDING, COMPLETED or FAILED, of a copy REPLICA. */
export type ReplicationStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';

/** A checksum that S3 keeps beside an object. One of the parts' checksums depends on how the object was cut. */
export interface ObjectChecksum {
  readonly algorithm: string;
  readonly value: string;
  readonly ofParts: boolean;
}

/** The current version of a key in one bucket, which may be a delete marker. */
export interface ListedObject {
  readonly key: string;
  readonly versionId: string;
  /** Bytes; 0 of a delete marker. */
  readonly size: number;
  /** Empty of a delete marker. */
  readonly etag: string;
  /** Whole seconds, rounded down, as S3 keeps it; a copy has its source's. */
  readonly lastModified: Instant;
  readonly deleteMarker: boolean;
}

/** The same, asked of the object itself: what no listing says. */
export interface ObjectHead extends ListedObject {
  readonly checksum: ObjectChecksum | null;
  /** Null when no rule of its bucket covers the object. */
  readonly replicationStatus: ReplicationStatus | null;
  /** Encrypted with a key of KMS or of the client: then the entity tag is no digest of the content. */
  readonly etagIsOpaque: boolean;
}

/** What the two buckets of a pair hold under one key. Null where a bucket holds no such key. */
export interface KeyPair<T extends ListedObject = ListedObject> {
  readonly key: string;
  readonly primary: T | null;
  readonly replica: T | null;
}

/** A page of a bucket's listing, in the order of `compareKeys`. */
export type ListedPage = readonly ListedObject[];
