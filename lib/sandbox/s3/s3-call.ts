import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';
import { renderRestXmlResult, restXmlHeaders, S3_NAMESPACE } from '../wire/rest-xml-codec.ts';
import { element, type XmlContent } from '../wire/xml.ts';
import type { Bucket } from './bucket.ts';
import type { ObjectStore } from './object-store.ts';

/** A request to the service as a whole. */
export interface ServiceCall {
  readonly request: AwsRequest;
  readonly store: ObjectStore;
}

/** A request that names a bucket, which may not exist yet. */
export interface NameCall extends ServiceCall {
  readonly name: string;
}

/** A request that has found its bucket. */
export interface BucketCall extends ServiceCall {
  readonly bucket: Bucket;
}

export interface ObjectCall extends BucketCall {
  readonly key: string;
  readonly versionId: string | undefined;
}

export type ServiceOperation = (call: ServiceCall) => AwsResponse;
export type NameOperation = (call: NameCall) => AwsResponse;
export type BucketOperation = (call: BucketCall) => AwsResponse;
export type ObjectOperation = (call: ObjectCall) => AwsResponse;

/** Header of the version that was touched; a bucket that was never versioned names none. */
export function versionHeader(bucket: Bucket, versionId: string): Record<string, string> {
  return bucket.versioning ? { 'x-amz-version-id': versionId } : {};
}

/** An answer without a document. */
export function emptyAnswer(
  call: ServiceCall,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return { status, headers: { ...restXmlHeaders(call.request.requestId), ...headers } };
}

/** An answer that is a document in S3's namespace. */
export function documentAnswer(
  call: ServiceCall,
  document: { readonly name: string; readonly content: XmlContent },
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  const root = element(document.name, document.content, { xmlns: S3_NAMESPACE });
  const answer = renderRestXmlResult(call.request.requestId, root);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
