import { createServer, type ServerResponse } from 'node:http';
import type { StoreConnection } from './store-connection.ts';
import type { Writers } from './workload-order.ts';

export interface ServiceIdentity {
  readonly service: string;
  readonly region: string;
}

export interface ServiceParts {
  readonly stores: readonly StoreConnection[];
  /** How its writers stand now. */
  readonly writers: () => Writers;
}

/** Why a service whose writers may not write is of no use to its users. */
const NO_WRITERS: Readonly<Record<Writers['gate'], readonly string[]>> = {
  open: [],
  closed: ['its writers are off at this site'],
  unread: ['the gate of its writers could not be read yet'],
};

/**
 * Listens on a free port, which it gives: GET answers 200 only when its writers may write and every store has answered,
 * and else 503 with the reason.
 */
export function startServiceServer(identity: ServiceIdentity, parts: ServiceParts): Promise<number> {
  const server = createServer((request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') void answer(identity, parts, response);
    else send(response, 405, { ...identity, healthy: false, detail: 'only GET is served' });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

async function answer(
  identity: ServiceIdentity,
  { stores, writers }: ServiceParts,
  response: ServerResponse,
): Promise<void> {
  const answers = await Promise.allSettled(stores.map((store) => store.check()));
  const silent = answers.filter((one) => one.status === 'rejected').map((one) => String(one.reason));
  const faults = [...NO_WRITERS[writers().gate], ...silent];
  const healthy = faults.length === 0;
  send(response, healthy ? 200 : 503, { ...identity, healthy, detail: healthy ? 'ok' : faults.join('; ') });
}

/** Connections are not kept: the next request goes through the front door again, wherever that then leads. */
function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}
