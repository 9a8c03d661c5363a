import type { AwsError } from './aws-error.ts';
import type { AwsResponse } from './aws-request.ts';

export interface RestJsonAnswer {
  readonly requestId: string;
  /** 200 unless the operation's model says another one (Lambda Invoke of an event: 202). */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer of the REST-JSON protocol (Lambda, FIS). */
export function renderRestJsonResult(answer: RestJsonAnswer): AwsResponse {
  return {
    status: answer.status ?? 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': answer.requestId, ...answer.headers },
    body: answer.body === undefined ? '' : JSON.stringify(answer.body),
  };
}

/** REST-JSON names the error in a header; the clients of some services read `message`, of others `Message`. */
export function renderRestJsonError(requestId: string, error: AwsError): AwsResponse {
  return renderRestJsonResult({
    requestId,
    status: error.status,
    headers: { 'x-amzn-errortype': error.code },
    body: { Type: error.status < 500 ? 'User' : 'Service', message: error.message, Message: error.message },
  });
}

/** Segments of a raw path, percent-decoded: `/2015-03-31/functions/a%3Ab/invocations` has four. */
export function pathSegments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => decodeURIComponent(segment));
}
