/** One version of a key, newest first in its list. In a bucket that was never versioned its id is `null`. */
export type ObjectVersion = StoredObject | DeleteMarker;

export interface StoredObject {
  readonly kind: 'object';
  readonly versionId: string;
  /** Whole seconds, as S3 keeps it. */
  readonly lastModified: Date;
  readonly body: Buffer;
  /** MD5 in quotes, as it travels. */
  readonly etag: string;
  /** content-type and its like, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** By header name, for example `x-amz-checksum-crc32`. */
  readonly checksums: Readonly<Record<string, string>>;
}

export interface DeleteMarker {
  readonly kind: 'delete-marker';
  readonly versionId: string;
  readonly lastModified: Date;
}

/** Id of the one version that an unversioned or suspended bucket keeps of a key. */
export const NULL_VERSION = 'null';
