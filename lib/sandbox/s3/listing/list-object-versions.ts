import type { AwsResponse } from '../../wire/aws-request.ts';
import { renderRestXmlResult, S3_NAMESPACE } from '../../wire/rest-xml-codec.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import { keysWithPrefix, type Bucket } from '../bucket.ts';
import { byUtf8 } from '../by-utf8.ts';
import { commonPrefix, parseListing, type ListingRequest } from './listing-request.ts';
import type { ObjectVersion } from '../object-version.ts';
import type { BucketCall } from '../s3-call.ts';

/** Every version and delete marker, by key, newest first. */
export function listObjectVersions({ bucket, request }: BucketCall): AwsResponse {
  const listing = parseListing(request.query);
  const keyMarker = request.query.get('key-marker') ?? '';
  const versionMarker = request.query.get('version-id-marker') ?? '';
  const all = afterMarker(entriesOf(bucket, listing), { keyMarker, versionMarker });
  const page = all.slice(0, listing.maxKeys);
  const truncated = all.length > page.length && page.length > 0;
  const last = truncated ? page.at(-1) : undefined;
  const root = [
    ...elements({
      Name: bucket.name,
      Prefix: listing.encodeKey(listing.prefix),
      Delimiter: listing.delimiter,
      KeyMarker: keyMarker,
      VersionIdMarker: versionMarker,
      NextKeyMarker: last && listing.encodeKey(last.key),
      NextVersionIdMarker: last?.version?.versionId,
      MaxKeys: listing.maxKeys,
      IsTruncated: truncated,
    }),
    ...page.map((entry) => renderEntry(entry, listing)),
  ];
  return renderRestXmlResult(request.requestId, element('ListVersionsResult', root, { xmlns: S3_NAMESPACE }));
}

interface Entry {
  /** The key, or the common prefix. */
  readonly key: string;
  readonly isLatest: boolean;
  /** Undefined for a common prefix. */
  readonly version: ObjectVersion | undefined;
}

function entriesOf(bucket: Bucket, listing: ListingRequest): Entry[] {
  const prefixes = new Set<string>();
  return keysWithPrefix(bucket, listing.prefix).flatMap((key): Entry[] => {
    const prefix = commonPrefix(key, listing);
    if (prefix === undefined) return versionsOf(bucket, key);
    if (prefixes.has(prefix)) return [];
    prefixes.add(prefix);
    return [{ key: prefix, isLatest: false, version: undefined }];
  });
}

function versionsOf(bucket: Bucket, key: string): Entry[] {
  return (bucket.keys.get(key) ?? []).map((version, index) => ({ key, isLatest: index === 0, version }));
}

interface Marker {
  readonly keyMarker: string;
  readonly versionMarker: string;
}

/** A key marker alone skips the whole key; with a version, the listing goes on behind that version. */
function afterMarker(entries: readonly Entry[], { keyMarker, versionMarker }: Marker): readonly Entry[] {
  if (keyMarker === '') return entries;
  const at = entries.findIndex(
    ({ key, version }) => key === keyMarker && version?.versionId === versionMarker,
  );
  if (versionMarker !== '' && at >= 0) return entries.slice(at + 1);
  return entries.filter(({ key }) => byUtf8(key, keyMarker) > 0);
}

function renderEntry({ key, isLatest, version }: Entry, { encodeKey }: ListingRequest): Xml {
  if (!version) return element('CommonPrefixes', element('Prefix', encodeKey(key)));
  const { versionId, lastModified } = version;
  const shared = {
    Key: encodeKey(key),
    VersionId: versionId,
    IsLatest: isLatest,
    LastModified: lastModified,
  };
  if (version.kind === 'delete-marker') return element('DeleteMarker', elements(shared));
  const { etag, body } = version;
  return element('Version', elements({ ...shared, ETag: etag, Size: body.length, StorageClass: 'STANDARD' }));
}
