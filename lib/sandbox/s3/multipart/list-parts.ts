import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import { algorithms, headerOf, memberOf } from '../checksums/algorithms.ts';
import { countParameter } from '../listing/listing-request.ts';
import { OWNER } from '../owner.ts';
import { documentAnswer, type ObjectCall } from '../s3-call.ts';
import { findUpload, type Part, partsInOrder } from './upload.ts';

/** Parts by number, behind a marker, a page at a time. */
export function listParts(call: ObjectCall): AwsResponse {
  const { query } = call.request;
  const upload = findUpload(call);
  const marker = countParameter(query, 'part-number-marker', 0);
  const most = Math.min(countParameter(query, 'max-parts', 1000), 1000);
  const left = partsInOrder(upload).filter((one) => one.number > marker);
  const page = left.slice(0, most);
  const algorithm = upload.algorithm;
  const content = [
    ...elements({
      Bucket: call.bucket.name,
      Key: call.key,
      UploadId: upload.id,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number,
      MaxParts: most,
      IsTruncated: left.length > page.length,
      ChecksumAlgorithm: algorithm?.toUpperCase(),
      ChecksumType: algorithm && upload.checksumType,
    }),
    ...page.map(renderPart),
    element('Initiator', OWNER),
    element('Owner', OWNER),
    element('StorageClass', 'STANDARD'),
  ];
  return documentAnswer(call, { name: 'ListPartsResult', content });
}

function renderPart({ number, lastModified, etag, body, checksums }: Part): Xml {
  const known = algorithms().map((one) => [memberOf(one), checksums[headerOf(one)]] as const);
  return element(
    'Part',
    elements({
      PartNumber: number,
      LastModified: lastModified,
      ETag: etag,
      Size: body.length,
      ...Object.fromEntries(known),
    }),
  );
}
