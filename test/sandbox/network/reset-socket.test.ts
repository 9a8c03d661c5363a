import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { resetSocket } from '../../../lib/sandbox/network/reset-socket.ts';

const server = createServer();
const sockets: Socket[] = [];

async function acceptOne(): Promise<{ accepted: Socket; peer: Socket }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const peer = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  const accepted = await new Promise<Socket>((resolve) => server.once('connection', resolve));
  sockets.push(peer, accepted);
  return { accepted, peer };
}

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('the peer sees a reset', async () => {
  const { accepted, peer } = await acceptOne();
  peer.resume();
  resetSocket(accepted);
  const [error] = await once(peer, 'error').catch((thrown: unknown) => [thrown]);
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});

test('a socket whose end is already on its way closes as well', async () => {
  const { accepted } = await acceptOne();
  const closed = once(accepted, 'close');
  accepted.end();
  resetSocket(accepted);
  await closed;
  expect(accepted.destroyed).toBe(true);
});
