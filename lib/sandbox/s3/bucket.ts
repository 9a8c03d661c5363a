import { byUtf8 } from './by-utf8.ts';
import type { ObjectLock } from './lock/retention.ts';
import type { MultipartUpload } from './multipart/upload.ts';
import { NULL_VERSION, type ObjectVersion } from './object-version.ts';
import { opaqueId } from './opaque-id.ts';
import type { ReplicationConfiguration } from './replication/configuration.ts';

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
  /** Undefined in a bucket that was never versioned. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  objectLock: ObjectLock | undefined;
  replication: ReplicationConfiguration | undefined;
  readonly keys: Map<string, readonly ObjectVersion[]>;
  readonly uploads: Map<string, MultipartUpload>;
}

export function currentVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  return bucket.keys.get(key)?.[0];
}

export function findVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | undefined {
  return bucket.keys.get(key)?.find((version) => version.versionId === versionId);
}

/** 32 characters that are safe in a URL, as S3's own are. */
export function nextVersionId(bucket: Bucket): string {
  return bucket.versioning === 'Enabled' ? opaqueId(24) : NULL_VERSION;
}

/** Puts a version on top of its key; one with the same id (`null`) is replaced. */
export function addVersion(bucket: Bucket, key: string, version: ObjectVersion): void {
  const others = (bucket.keys.get(key) ?? []).filter((one) => one.versionId !== version.versionId);
  bucket.keys.set(key, [version, ...others]);
}

/** Puts a version in the place of the one with its id, which keeps its rank; a new one goes on top. */
export function replaceVersion(bucket: Bucket, key: string, version: ObjectVersion): void {
  const all = bucket.keys.get(key) ?? [];
  if (!all.some((one) => one.versionId === version.versionId)) return addVersion(bucket, key, version);
  bucket.keys.set(
    key,
    all.map((one) => (one.versionId === version.versionId ? version : one)),
  );
}

/** Removes one version for good; the next older one, if any, becomes the current one. */
export function removeVersion(bucket: Bucket, key: string, versionId: string): void {
  const left = (bucket.keys.get(key) ?? []).filter((one) => one.versionId !== versionId);
  if (left.length === 0) bucket.keys.delete(key);
  else bucket.keys.set(key, left);
}

/** Keys that begin so, in order. */
export function keysWithPrefix(bucket: Bucket, prefix: string): string[] {
  return [...bucket.keys.keys()].filter((key) => key.startsWith(prefix)).toSorted(byUtf8);
}

export function now(): Date {
  return new Date(Math.floor(Date.now() / 1000) * 1000);
}
