import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';
import { invalidArgument } from '../s3-errors.ts';
import { parseListing } from './listing-request.ts';
import { readPage, renderEntry } from './object-page.ts';

/** Current objects, a page at a time by an opaque token; owners only when they are asked for. */
export function listObjectsV2(call: BucketCall): AwsResponse {
  const { query } = call.request;
  const listing = { ...parseListing(query), withOwner: query.get('fetch-owner') === 'true' };
  const token = query.get('continuation-token') ?? undefined;
  const startAfter = query.get('start-after') ?? undefined;
  const page = readPage(call.bucket, listing, token === undefined ? (startAfter ?? '') : readToken(token));
  const content = [
    ...elements({
      Name: call.bucket.name,
      Prefix: listing.encodeKey(listing.prefix),
      Delimiter: listing.delimiter && listing.encodeKey(listing.delimiter),
      MaxKeys: listing.maxKeys,
      KeyCount: page.entries.length,
      IsTruncated: page.last !== undefined,
      ContinuationToken: token,
      NextContinuationToken: page.last && writeToken(page.last),
      StartAfter: startAfter && listing.encodeKey(startAfter),
      EncodingType: query.get('encoding-type') ?? undefined,
    }),
    ...page.entries.map((entry) => renderEntry(entry, listing)),
  ];
  return documentAnswer(call, { name: 'ListBucketResult', content });
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
