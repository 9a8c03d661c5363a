import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';
import { restXmlHeaders } from '../wire/rest-xml-codec.ts';
import type { Bucket } from './bucket.ts';

/** A request that has found its bucket. */
export interface BucketCall {
  readonly request: AwsRequest;
  readonly bucket: Bucket;
}

export interface ObjectCall extends BucketCall {
  readonly key: string;
  readonly versionId: string | undefined;
}

export type BucketOperation = (call: BucketCall) => AwsResponse;
export type ObjectOperation = (call: ObjectCall) => AwsResponse;

/** Header of the version that was touched; a bucket that was never versioned names none. */
export function versionHeader(bucket: Bucket, versionId: string): Record<string, string> {
  return bucket.versioning ? { 'x-amz-version-id': versionId } : {};
}

/** An answer without a document. */
export function emptyAnswer(
  call: BucketCall,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return { status, headers: { ...restXmlHeaders(call.request.requestId), ...headers } };
}
