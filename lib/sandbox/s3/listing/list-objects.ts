import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';
import { parseListing } from './listing-request.ts';
import { readPage, renderEntry } from './object-page.ts';

/** The first version of the listing, which older clients ask for: it pages by key. */
export function listObjects(call: BucketCall): AwsResponse {
  const { query } = call.request;
  const listing = { ...parseListing(query), withOwner: true };
  const marker = query.get('marker') ?? '';
  const page = readPage(call.bucket, listing, marker);
  const content = [
    ...elements({
      Name: call.bucket.name,
      Prefix: listing.encodeKey(listing.prefix),
      Marker: listing.encodeKey(marker),
      // Without a delimiter the last key says where to go on (API reference, ListObjects).
      NextMarker: listing.delimiter && page.last && listing.encodeKey(page.last),
      Delimiter: listing.delimiter && listing.encodeKey(listing.delimiter),
      MaxKeys: listing.maxKeys,
      IsTruncated: page.last !== undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
    }),
    ...page.entries.map((entry) => renderEntry(entry, listing)),
  ];
  return documentAnswer(call, { name: 'ListBucketResult', content });
}
