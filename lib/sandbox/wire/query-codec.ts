import { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './aws-request.ts';
import { element, renderXml, type Xml } from './xml.ts';

/** A request of the AWS Query protocol (RDS, STS): a form whose `Action` names the operation. */
export interface QueryRequest {
  readonly action: string;
  readonly version: string;
  /** Parameters under their wire names, for example `Filters.Filter.1.Name`. */
  readonly parameters: URLSearchParams;
}

export interface QueryResult {
  readonly action: string;
  readonly namespace: string;
  readonly requestId: string;
  /** Members of the result; undefined for an operation that answers none. */
  readonly result?: readonly Xml[] | undefined;
}

/** Reads the form of the body, or of the query string when the method is GET. */
export function parseQueryRequest(request: AwsRequest): QueryRequest {
  const parameters =
    request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
  const action = parameters.get('Action');
  if (!action) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
  return { action, version: parameters.get('Version') ?? '', parameters };
}

/** `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…`, as the Query protocol wraps every answer. */
export function renderQueryResult(answer: QueryResult): AwsResponse {
  const { action, namespace, requestId, result } = answer;
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const content = result ? [element(`${action}Result`, result), metadata] : [metadata];
  return queryResponse(200, requestId, element(`${action}Response`, content, { xmlns: namespace }));
}

export function queryResponse(status: number, requestId: string, root: Xml): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: renderXml(root),
  };
}

/** AWS's answer to an action that the service does not have. */
export function invalidAction(request: QueryRequest): AwsError {
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${request.action} for version ${request.version || 'NO_VERSION_SPECIFIED'}`,
  );
}
