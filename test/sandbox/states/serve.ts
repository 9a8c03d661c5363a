import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AwsError } from '../../../lib/sandbox/wire/aws-error.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../../../lib/sandbox/wire/aws-request.ts';
import { renderError } from '../../../lib/sandbox/wire/error-envelope.ts';
import { newRequestId } from '../../../lib/sandbox/wire/request-id.ts';

export interface Served {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** A bare HTTP endpoint for one service: region from the signature's scope, which is not checked here. */
export async function serve(service: AwsService): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void respond(service, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  service: AwsService,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await answer(service, incoming);
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

async function answer(service: AwsService, incoming: IncomingMessage): Promise<AwsResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const request = makeRequest(incoming, Buffer.concat(chunks));
  try {
    return await service(request);
  } catch (thrown) {
    const error = thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', String(thrown), 500);
    return renderError(request, error);
  }
}

function makeRequest({ method = '', url = '', headers }: IncomingMessage, body: Buffer): AwsRequest {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '');
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    requestId: newRequestId('states'),
    service: scope?.[2] ?? '',
    region: scope?.[1] ?? '',
    method,
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(single),
    body,
  };
}
