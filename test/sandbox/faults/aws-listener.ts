import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { AwsError } from '../../../lib/sandbox/wire/aws-error.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../../../lib/sandbox/wire/aws-request.ts';
import { renderError } from '../../../lib/sandbox/wire/error-envelope.ts';

/** Serves AWS requests on a free port without holding a signature against anything; answers the endpoint's URL. */
export async function listenFor(server: Server, service: AwsService): Promise<string> {
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const answer = await answerOf(service, await readRequest(incoming));
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  };
  server.on('request', (incoming, outgoing) => void handle(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function answerOf(service: AwsService, request: AwsRequest): Promise<AwsResponse> {
  try {
    return await service(request);
  } catch (error) {
    return renderError(
      request,
      error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500),
    );
  }
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(incoming.headers.authorization ?? '');
  return {
    requestId: 'test-request',
    service: scope?.[2] ?? '',
    region: scope?.[1] ?? '',
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)])),
    body: Buffer.concat(chunks),
  };
}
