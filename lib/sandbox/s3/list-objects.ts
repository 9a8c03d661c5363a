import type { AwsResponse } from '../wire/aws-request.ts';
import { renderRestXmlResult, S3_NAMESPACE } from '../wire/rest-xml-codec.ts';
import { element, elements, type Xml } from '../wire/xml.ts';
import { currentVersion, keysWithPrefix, type Bucket } from './bucket.ts';
import { commonPrefix, parseListing, type ListingRequest } from './listing.ts';
import type { StoredObject } from './object-version.ts';
import type { BucketCall } from './s3-call.ts';
import { invalidArgument } from './s3-errors.ts';

/** ListObjectsV2: current objects in the order of their keys, rolled up at the delimiter. */
export function listObjects({ bucket, request }: BucketCall): AwsResponse {
  const listing = parseListing(request.query);
  const token = request.query.get('continuation-token') ?? undefined;
  const startAfter = request.query.get('start-after') ?? undefined;
  const page = readPage(bucket, listing, token === undefined ? startAfter : readToken(token));
  const root = [
    ...elements({
      Name: bucket.name,
      Prefix: listing.encodeKey(listing.prefix),
      Delimiter: listing.delimiter,
      MaxKeys: listing.maxKeys,
      KeyCount: page.entries.length,
      IsTruncated: page.next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: page.next,
      StartAfter: startAfter,
      EncodingType: request.query.get('encoding-type') ?? undefined,
    }),
    ...page.entries.map((entry) => renderEntry(entry, listing)),
  ];
  return renderRestXmlResult(request.requestId, element('ListBucketResult', root, { xmlns: S3_NAMESPACE }));
}

type Entry = { readonly key: string; readonly object: StoredObject } | { readonly prefix: string };

interface Page {
  readonly entries: readonly Entry[];
  /** Opaque token of the next page. */
  readonly next: string | undefined;
}

function readPage(bucket: Bucket, listing: ListingRequest, after: string | undefined): Page {
  const entries: Entry[] = [];
  let last = after ?? '';
  for (const key of keysWithPrefix(bucket, listing.prefix)) {
    const prefix = commonPrefix(key, listing);
    const mark = prefix ?? key;
    const object = currentVersion(bucket, key);
    // A common prefix equal to the mark was given already, on this page or on the one before.
    if (object?.kind !== 'object' || mark <= last) continue;
    if (entries.length >= listing.maxKeys)
      return { entries, next: entries.length > 0 ? writeToken(last) : undefined };
    entries.push(prefix === undefined ? { key, object } : { prefix });
    last = mark;
  }
  return { entries, next: undefined };
}

function renderEntry(entry: Entry, { encodeKey }: ListingRequest): Xml {
  if ('prefix' in entry) return element('CommonPrefixes', element('Prefix', encodeKey(entry.prefix)));
  const { key, object } = entry;
  const algorithms = Object.keys(object.checksums).map((name) =>
    name.slice('x-amz-checksum-'.length).toUpperCase(),
  );
  return element('Contents', [
    ...elements({ Key: encodeKey(key), LastModified: object.lastModified, ETag: object.etag }),
    ...algorithms.map((algorithm) => element('ChecksumAlgorithm', algorithm)),
    ...elements({ Size: object.body.length, StorageClass: 'STANDARD' }),
  ]);
}

function writeToken(last: string): string {
  return Buffer.from(last).toString('base64');
}

function readToken(token: string): string {
  const last = Buffer.from(token, 'base64').toString('utf8');
  if (writeToken(last) === token && last !== '') return last;
  throw invalidArgument('The continuation token provided is incorrect', {
    name: 'continuation-token',
    value: token,
  });
}
