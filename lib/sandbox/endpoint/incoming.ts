import type { IncomingMessage } from 'node:http';
import { decodeAwsChunked, isAwsChunked } from '../wire/aws-chunked.ts';
import type { AwsRequest } from '../wire/aws-request.ts';
import { newRequestId } from '../wire/request-id.ts';
import { parseSignedScope, type SignedScope } from '../wire/signed-scope.ts';

/** A request by its head: enough to know who is asked, before a byte of the body is read. */
export interface IncomingHead {
  readonly requestId: string;
  /** Undefined when the request is not signed. */
  readonly scope: SignedScope | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

export function readHead(message: IncomingMessage): IncomingHead {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  const scope = parseSignedScope(message.headers, query);
  return {
    requestId: newRequestId(scope?.service ?? ''),
    scope,
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query,
    headers: flatHeaders(message),
  };
}

/** The request without its body. Region and service stand empty in an unsigned one, which is refused. */
export function bodilessRequest(head: IncomingHead): AwsRequest {
  const { requestId, scope, method, path, query, headers } = head;
  const named = { service: scope?.service ?? '', region: scope?.region ?? '' };
  return { requestId, ...named, method, path, query, headers, body: Buffer.alloc(0) };
}

/** Adds the body as sent, without its aws-chunked framing; trailers are read as headers. */
export function withBody(request: AwsRequest, sent: Buffer): AwsRequest {
  if (!isAwsChunked(request.headers)) return { ...request, body: sent };
  const { body, trailers } = decodeAwsChunked(sent);
  return { ...request, headers: { ...request.headers, ...trailers }, body };
}

function flatHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(',');
  }
  return headers;
}
