import type { ChecksumType } from './checksums/algorithms.ts';
import type { LegalHold, Retention } from './lock/retention.ts';
import type { Tag } from './tagging/tag.ts';

/** One version of a key, newest first in its list. In a bucket that was never versioned its id is `null`. */
export type ObjectVersion = StoredObject | DeleteMarker;

/** Where its replication stands: of a source PENDING, COMPLETED or FAILED, of a copy REPLICA. */
export type ReplicationStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';

export interface StoredObject {
  readonly kind: 'object';
  readonly versionId: string;
  /** Whole seconds, as S3 keeps it. */
  readonly lastModified: Date;
  readonly body: Buffer;
  /** In quotes, as it travels: MD5 of the body, or of the parts' MD5 with their number. */
  readonly etag: string;
  /** content-type and its like, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** By header name, for example `x-amz-checksum-crc32`. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly checksumType: ChecksumType;
  readonly tags: readonly Tag[];
  readonly retention?: Retention | undefined;
  readonly legalHold?: LegalHold | undefined;
  /** Undefined when no rule of its bucket covers it. */
  readonly replication?: ReplicationStatus | undefined;
}

export interface DeleteMarker {
  readonly kind: 'delete-marker';
  readonly versionId: string;
  readonly lastModified: Date;
  readonly replication?: ReplicationStatus | undefined;
}

/** Id of the one version that an unversioned or suspended bucket keeps of a key. */
export const NULL_VERSION = 'null';
