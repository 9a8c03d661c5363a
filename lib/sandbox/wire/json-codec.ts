import { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './aws-request.ts';
import { parseJsonBody } from './json-body.ts';

export type JsonVersion = '1.0' | '1.1';

/** A request of AWS JSON 1.0 or 1.1: `X-Amz-Target: <service>.<operation>`, everything else in the body. */
export interface JsonRequest {
  readonly target: string;
  readonly operation: string;
  readonly input: unknown;
}

export function parseJsonRequest(request: AwsRequest): JsonRequest {
  const header = request.headers['x-amz-target'];
  const dot = header?.lastIndexOf('.') ?? -1;
  if (header === undefined || dot < 1) throw unknownOperation();
  return {
    target: header.slice(0, dot),
    operation: header.slice(dot + 1),
    input: parseJsonBody(request.body),
  };
}

export function renderJsonResult(version: JsonVersion, requestId: string, output: unknown): AwsResponse {
  return jsonResponse(version, { status: 200, requestId, body: output });
}

/** AWS JSON names the error in the body's `__type`. */
export function renderJsonError(version: JsonVersion, requestId: string, error: AwsError): AwsResponse {
  const body = { __type: error.code, message: error.message, ...error.detail.members };
  return jsonResponse(version, { status: error.status, requestId, body });
}

/** AWS's answer to an operation that the service does not have: it has no message. */
export function unknownOperation(): AwsError {
  return new AwsError('UnknownOperationException', '');
}

interface JsonAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly body: unknown;
}

function jsonResponse(version: JsonVersion, answer: JsonAnswer): AwsResponse {
  return {
    status: answer.status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': answer.requestId },
    body: JSON.stringify(answer.body),
  };
}
