import { addVersion, nextVersionId, now, type Bucket } from './bucket.ts';
import { etagOf } from './checksums/verify-checksums.ts';
import type { StoredObject } from './object-version.ts';
import type { ReplicationConfiguration } from './replication/configuration.ts';
import type { Replicator } from './replication/replicator.ts';

export interface Seed {
  /** Bucket that everything is copied to. */
  readonly replicateTo?: string | undefined;
  readonly objects?: readonly { readonly key: string; readonly text: string }[];
}

/** Puts into a new bucket what it has from the start; where it is copied to, the copies follow as after any write. */
export function seedBucket(
  bucket: Bucket,
  { replicateTo, objects = [] }: Seed,
  replicator: Replicator,
): void {
  if (replicateTo !== undefined) bucket.replication = ofEverything(replicateTo);
  for (const { key, text } of objects) {
    const object = objectOf(bucket, text);
    addVersion(bucket, key, object);
    replicator.follow(bucket, key, object);
  }
}

function objectOf(bucket: Bucket, text: string): StoredObject {
  const body = Buffer.from(text);
  return {
    kind: 'object',
    versionId: nextVersionId(bucket),
    lastModified: now(),
    body,
    etag: etagOf(body),
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    checksums: {},
    checksumType: 'FULL_OBJECT',
    tags: [],
  };
}

/** One rule for the whole bucket, deletions included. */
function ofEverything(destination: string): ReplicationConfiguration {
  const written = {
    ID: 'everything',
    Priority: 1,
    Filter: { Prefix: '' },
    Status: 'Enabled',
    DeleteMarkerReplication: { Status: 'Enabled' },
    Destination: { Bucket: `arn:aws:s3:::${destination}` },
  };
  const rule = { id: written.ID, priority: 1, enabled: true, prefix: '', tags: [], destination };
  return {
    role: 'arn:aws:iam::000000000000:role/replication',
    rules: [{ ...rule, copiesDeleteMarkers: true, written }],
  };
}
