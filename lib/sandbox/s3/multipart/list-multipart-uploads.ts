import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import type { Bucket } from '../bucket.ts';
import { byUtf8 } from '../by-utf8.ts';
import { commonPrefix, countParameter, encodingOf, type ListingRequest } from '../listing/listing-request.ts';
import { OWNER } from '../owner.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';
import type { MultipartUpload } from './upload.ts';

/** Uploads under way, by key and then by when they began. */
export function listMultipartUploads(call: BucketCall): AwsResponse {
  const { query } = call.request;
  const listing = {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') || undefined,
    maxKeys: Math.min(countParameter(query, 'max-uploads', 1000), 1000),
    encodeKey: encodingOf(query.get('encoding-type')),
  };
  const markers = { key: query.get('key-marker') ?? '', id: query.get('upload-id-marker') ?? '' };
  const left = afterMarkers(entriesOf(call.bucket, listing), markers);
  const page = left.slice(0, listing.maxKeys);
  const last = left.length > page.length ? page.at(-1) : undefined;
  const content = [
    ...elements({
      Bucket: call.bucket.name,
      KeyMarker: markers.key,
      UploadIdMarker: markers.id,
      NextKeyMarker: last && listing.encodeKey(last.mark),
      NextUploadIdMarker: last?.upload?.id,
      Prefix: listing.prefix === '' ? undefined : listing.encodeKey(listing.prefix),
      Delimiter: listing.delimiter,
      EncodingType: query.get('encoding-type') ?? undefined,
      MaxUploads: listing.maxKeys,
      IsTruncated: last !== undefined,
    }),
    ...page.map((entry) => renderEntry(entry, listing)),
  ];
  return documentAnswer(call, { name: 'ListMultipartUploadsResult', content });
}

interface Entry {
  /** The key, or the common prefix. */
  readonly mark: string;
  readonly upload: MultipartUpload | undefined;
}

function entriesOf(bucket: Bucket, listing: ListingRequest): Entry[] {
  const prefixes = new Set<string>();
  const uploads = [...bucket.uploads.values()]
    .filter((one) => one.key.startsWith(listing.prefix))
    .toSorted((left, right) => byUtf8(left.key, right.key));
  return uploads.flatMap((upload): Entry[] => {
    const prefix = commonPrefix(upload.key, listing);
    if (prefix === undefined) return [{ mark: upload.key, upload }];
    if (prefixes.has(prefix)) return [];
    prefixes.add(prefix);
    return [{ mark: prefix, upload: undefined }];
  });
}

/** Without an upload's id the marker's key is passed over whole. */
function afterMarkers(entries: Entry[], markers: { readonly key: string; readonly id: string }): Entry[] {
  if (markers.key === '') return entries;
  const at = entries.findIndex((one) => one.mark === markers.key && one.upload?.id === markers.id);
  return at >= 0 ? entries.slice(at + 1) : entries.filter((one) => one.mark > markers.key);
}

function renderEntry({ mark, upload }: Entry, { encodeKey }: ListingRequest): Xml {
  if (!upload) return element('CommonPrefixes', element('Prefix', encodeKey(mark)));
  return element('Upload', [
    ...elements({ Key: encodeKey(upload.key), UploadId: upload.id }),
    element('Initiator', OWNER),
    element('Owner', OWNER),
    ...elements({
      StorageClass: 'STANDARD',
      Initiated: upload.initiated,
      ChecksumAlgorithm: upload.algorithm?.toUpperCase(),
      ChecksumType: upload.algorithm && upload.checksumType,
    }),
  ]);
}
