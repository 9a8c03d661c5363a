import type { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './aws-request.ts';
import { renderJsonError } from './json-codec.ts';
import { renderQueryError } from './query-error.ts';
import { renderRestJsonError } from './rest-json-codec.ts';
import { renderRestXmlError } from './rest-xml-codec.ts';

export type Protocol = 'query' | 'json-1.0' | 'json-1.1' | 'rest-json' | 'rest-xml';

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  cloudtrail: 'json-1.1',
  fis: 'rest-json',
  kms: 'json-1.1',
  lambda: 'rest-json',
  rds: 'query',
  s3: 'rest-xml',
  secretsmanager: 'json-1.1',
  sns: 'query',
  states: 'json-1.0',
};

/** The protocol of a service; of one that the sandbox does not have, as the request itself shows. */
export function protocolOf(request: Pick<AwsRequest, 'service' | 'headers' | 'path'>): Protocol {
  return PROTOCOLS[request.service] ?? shownProtocol(request);
}

/** Puts an error into the envelope that the clients of this service read. */
export function renderError(request: AwsRequest, error: AwsError): AwsResponse {
  const { requestId } = request;
  switch (protocolOf(request)) {
    case 'query':
      return renderQueryError(requestId, error);
    case 'json-1.0':
      return renderJsonError('1.0', requestId, error);
    case 'json-1.1':
      return renderJsonError('1.1', requestId, error);
    case 'rest-json':
      return renderRestJsonError(requestId, error);
    default:
      return renderRestXmlError(request, error);
  }
}

/** Paths that begin so belong to services of REST and JSON; S3 has all others, which begin with a bucket's name. */
const REST_JSON_PATHS = /^\/(?:\d{4}-\d\d-\d\d\/|experiment)/;

/** An unsigned request names no service. */
function shownProtocol({
  service,
  headers,
  path,
}: Pick<AwsRequest, 'service' | 'headers' | 'path'>): Protocol {
  const contentType = headers['content-type'] ?? '';
  if (contentType.startsWith('application/x-amz-json-1.0')) return 'json-1.0';
  if (contentType.startsWith('application/x-amz-json-1.1')) return 'json-1.1';
  if (contentType.startsWith('application/x-www-form-urlencoded')) return 'query';
  return service !== '' || REST_JSON_PATHS.test(path) ? 'rest-json' : 'rest-xml';
}
