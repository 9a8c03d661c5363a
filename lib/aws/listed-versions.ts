import {
  ListObjectVersionsCommand,
  type DeleteMarkerEntry,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3';
import { compareKeys } from '../domain/inventory/compare-keys.ts';
import type { ListedObject, ListedPage } from '../domain/inventory/listed-object.ts';
import type { BucketRef } from '../ports/buckets.ts';
import { callBucket } from './s3-refusal.ts';

/** A version with whether it is the one that its key stands for. */
export interface ListedVersion extends ListedObject {
  readonly isCurrent: boolean;
}

export interface VersionsOrder extends BucketRef {
  readonly prefix?: string;
  /** Only what stands behind this key. */
  readonly after?: string | null;
}

/** Every version and delete marker, in pages as S3 gives them. */
export async function* listVersions(
  s3: S3Client,
  order: VersionsOrder,
): AsyncGenerator<readonly ListedVersion[]> {
  let marker: Marker | null = order.after ? { KeyMarker: order.after } : {};
  while (marker !== null) {
    const page: ListObjectVersionsCommandOutput = await listPage(s3, order, marker);
    yield inOrder(page);
    marker = nextOf(page);
  }
}

/** Of every key its current version, which may be a delete marker. */
export async function* listCurrent(s3: S3Client, order: VersionsOrder): AsyncGenerator<ListedPage> {
  for await (const page of listVersions(s3, order)) yield page.filter(({ isCurrent }) => isCurrent);
}

interface Marker {
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

/** Keys travel encoded: one of them may hold what XML cannot. */
function listPage(s3: S3Client, order: VersionsOrder, marker: Marker) {
  const { bucket, prefix } = order;
  const wanted = { Bucket: bucket, EncodingType: 'url', ...(prefix ? { Prefix: prefix } : {}) } as const;
  return callBucket(order, () => s3.send(new ListObjectVersionsCommand({ ...wanted, ...marker })));
}

function nextOf({ IsTruncated, NextKeyMarker, NextVersionIdMarker }: ListObjectVersionsCommandOutput) {
  if (!IsTruncated || NextKeyMarker === undefined) return null;
  const version = NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker };
  return { KeyMarker: decoded(NextKeyMarker), ...version };
}

/** S3 lists versions and delete markers by key; the SDK answers them apart. Sorting is stable: newest stay first. */
function inOrder({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput) {
  const versions = Versions.map((version) => listed(version, false));
  if (DeleteMarkers.length === 0) return versions;
  const markers = DeleteMarkers.map((marker) => listed(marker, true));
  return [...versions, ...markers].toSorted((one, other) => compareKeys(one.key, other.key));
}

function listed(entry: ObjectVersion & DeleteMarkerEntry, deleteMarker: boolean): ListedVersion {
  return {
    key: decoded(entry.Key ?? ''),
    versionId: entry.VersionId ?? 'null',
    size: entry.Size ?? 0,
    etag: entry.ETag ?? '',
    lastModified: (entry.LastModified?.getTime() ?? 0) * 1000,
    deleteMarker,
    isCurrent: entry.IsLatest === true,
  };
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
