import type { ServerResponse } from 'node:http';
import type { AwsResponse } from '../wire/aws-request.ts';

/** Sends an answer with its length; a service that answers a HEAD gives the object's length itself. */
export function writeResponse(response: ServerResponse, answer: AwsResponse): void {
  const body = answer.body ?? '';
  const headers = { 'content-length': String(Buffer.byteLength(body)), ...answer.headers };
  response.writeHead(answer.status, headers);
  response.end(body);
}
