import type { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './aws-request.ts';
import { element, elements, renderXml, type Xml } from './xml.ts';

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Headers that every answer of S3 carries; `x-amz-id-2` is opaque on AWS too. */
export function restXmlHeaders(requestId: string): Record<string, string> {
  return {
    'x-amz-request-id': requestId,
    'x-amz-id-2': Buffer.from(requestId).toString('base64'),
    server: 'AmazonS3',
  };
}

export function renderRestXmlResult(requestId: string, root: Xml): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...restXmlHeaders(requestId) },
    body: renderXml(root),
  };
}

/** S3's error document: no envelope, no namespace; a HEAD answer has no body, so the status says it all. */
export function renderRestXmlError(
  request: Pick<AwsRequest, 'requestId' | 'method'>,
  error: AwsError,
): AwsResponse {
  const headers = {
    'content-type': 'application/xml',
    ...restXmlHeaders(request.requestId),
    ...error.detail.headers,
  };
  if (request.method === 'HEAD' || error.status === 304) return { status: error.status, headers };
  const members = {
    Code: error.code,
    Message: error.message,
    ...error.detail.members,
    RequestId: request.requestId,
  };
  return { status: error.status, headers, body: renderXml(element('Error', elements(members))) };
}
