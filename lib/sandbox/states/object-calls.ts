import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import type { AwsRequest, AwsResponse, AwsService } from '../wire/aws-request.ts';
import { newRequestId } from '../wire/request-id.ts';
import type { ObjectAnswer, ObjectCall } from './orchestrator-messages.ts';

/** S3's listing after parsing: text everywhere, as keys may look like numbers. */
const Listing = z.object({
  ListBucketResult: z.object({
    NextContinuationToken: z.string().optional(),
    Contents: z
      .array(
        z.object({
          Key: z.string(),
          LastModified: z.string(),
          ETag: z.string(),
          Size: z.string(),
          StorageClass: z.string(),
        }),
      )
      .default([]),
  }),
});

const PARSER = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Contents',
});

/** One call in S3's own protocol; a listing is read to its last page. @throws AwsError what S3 refuses */
export async function callObjects(s3: AwsService, call: ObjectCall): Promise<ObjectAnswer> {
  if (call.operation === 'list') return { body: '', listed: await list(s3, call) };
  const { body } = await s3(objectRequest(call));
  return { body: call.operation === 'get' ? textOf(body) : '', listed: [] };
}

async function list(s3: AwsService, call: ObjectCall): Promise<ObjectAnswer['listed']> {
  const listed: ObjectAnswer['listed'] = [];
  let token: string | undefined;
  do {
    const query = new URLSearchParams({ 'list-type': '2', prefix: call.key });
    if (token !== undefined) query.set('continuation-token', token);
    const { body } = await s3({ ...request(call, `/${call.bucket}`), method: 'GET', query });
    const page = Listing.parse(PARSER.parse(textOf(body))).ListBucketResult;
    listed.push(...page.Contents.map(toListed));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return listed;
}

/** The names and types of an item: AWS, input-output-itemreader (Amazon S3 objects). */
function toListed(
  entry: z.infer<typeof Listing>['ListBucketResult']['Contents'][number],
): ObjectAnswer['listed'][number] {
  const { ETag: Etag, Key, LastModified, Size, StorageClass } = entry;
  return {
    Etag,
    Key,
    LastModified: Math.floor(Date.parse(LastModified) / 1000),
    Size: Number(Size),
    StorageClass,
  };
}

function objectRequest(call: ObjectCall): AwsRequest {
  const key = call.key.split('/').map(encodeURIComponent).join('/');
  const method = call.operation === 'get' ? 'GET' : 'PUT';
  return { ...request(call, `/${call.bucket}/${key}`), method, body: Buffer.from(call.body) };
}

function request({ region }: ObjectCall, path: string): Omit<AwsRequest, 'method'> {
  const requestId = newRequestId('s3');
  return {
    requestId,
    service: 's3',
    region,
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
}

function textOf(body: AwsResponse['body']): string {
  return typeof body === 'string' ? body : (body?.toString('utf8') ?? '');
}
