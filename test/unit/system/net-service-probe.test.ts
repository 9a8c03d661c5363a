import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeNetServiceProbe } from '../../../lib/system/net-service-probe.ts';

const probe = makeNetServiceProbe();
const open: Server[] = [];

async function listening(server: Server): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  open.push(server);
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  return promise;
}

/** A port at which nobody listens any more. */
async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await closed(server);
  open.pop();
  return port;
}

function answering(status: number, connections: string[] = []) {
  return createHttpServer((request, response) => {
    connections.push(`${request.socket.remotePort}`);
    response.writeHead(status).end('body');
  });
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => closed(server)));
});

const http = (port: number) =>
  ({ kind: 'http', url: `http://127.0.0.1:${port}/health`, timeoutSeconds: 5 }) as const;
const tcp = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port, timeoutSeconds: 5 }) as const;

describe('a health check over HTTP', () => {
  it.each([
    { status: 200, healthy: true },
    { status: 204, healthy: true },
    { status: 302, healthy: false },
    { status: 404, healthy: false },
    { status: 503, healthy: false },
  ])('takes $status for healthy: $healthy', async ({ status, healthy }) => {
    const port = await listening(answering(status));
    await expect(probe.check(http(port))).resolves.toEqual({ healthy, detail: `HTTP ${status}` });
  });

  it('comes on a connection of its own each time, as a new client would', async () => {
    const connections: string[] = [];
    const port = await listening(answering(200, connections));
    await probe.check(http(port));
    await probe.check(http(port));
    expect(new Set(connections).size).toBe(2);
  });

  it('is unhealthy when nobody listens, when the peer hangs up, and when there is no such address', async () => {
    const port = await deadPort();
    await expect(probe.check(http(port))).resolves.toEqual({
      healthy: false,
      detail: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    const rude = await listening(createServer((socket) => socket.destroy()));
    await expect(probe.check(http(rude))).resolves.toMatchObject({ healthy: false });
    await expect(probe.check({ kind: 'http', url: 'no address', timeoutSeconds: 5 })).resolves.toEqual({
      healthy: false,
      detail: 'Invalid URL',
    });
  });

  it('is unhealthy when the answer breaks off', async () => {
    const half = createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    });
    const port = await listening(half);
    await expect(probe.check(http(port))).resolves.toEqual({ healthy: false, detail: 'aborted' });
  });
});

describe('a health check over TCP', () => {
  it('is healthy when a connection is accepted', async () => {
    const port = await listening(createServer((socket) => socket.destroy()));
    await expect(probe.check(tcp(port))).resolves.toEqual({ healthy: true, detail: 'connected' });
  });

  it('is unhealthy when nobody listens', async () => {
    const port = await deadPort();
    await expect(probe.check(tcp(port))).resolves.toEqual({
      healthy: false,
      detail: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });
});
