import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import type { Bucket } from '../bucket.ts';
import { byUtf8 } from '../by-utf8.ts';
import { countParameter } from '../listing/listing-request.ts';
import { OWNER } from '../owner.ts';
import { documentAnswer, type ServiceCall } from '../s3-call.ts';

/** Buckets of all regions, whichever is asked: one account sees all that it has. */
export function listBuckets(call: ServiceCall): AwsResponse {
  const { query } = call.request;
  const prefix = query.get('prefix') ?? '';
  const region = query.get('bucket-region');
  const most = countParameter(query, 'max-buckets', 10_000);
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString('utf8');
  const left = call.store
    .buckets()
    .filter(
      (one) => one.name.startsWith(prefix) && one.name > after && (region === null || one.region === region),
    )
    .toSorted((one, other) => byUtf8(one.name, other.name));
  const page = left.slice(0, most);
  const last = left.length > page.length ? page.at(-1) : undefined;
  const content = [
    element('Buckets', page.map(renderBucket)),
    element('Owner', OWNER),
    ...elements({
      ContinuationToken: last && Buffer.from(last.name).toString('base64'),
      Prefix: prefix === '' ? undefined : prefix,
    }),
  ];
  return documentAnswer(call, { name: 'ListAllMyBucketsResult', content });
}

function renderBucket({ name, region, createdAt }: Bucket): Xml {
  return element('Bucket', elements({ Name: name, BucketRegion: region, CreationDate: createdAt }));
}
