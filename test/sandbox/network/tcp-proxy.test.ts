import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeTcpProxy, type TcpProxy } from '../../../lib/sandbox/network/tcp-proxy.ts';
import { call } from './echo-server.ts';

const upstream = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
let carried = 0;
let proxy: TcpProxy;

beforeEach(async () => {
  carried = 0;
  upstream.on('connection', () => (carried += 1));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const address = upstream.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  proxy = makeTcpProxy(await freePort(), () => ({ host: '127.0.0.1', port }));
  await proxy.listen();
});
afterEach(async () => {
  await proxy.close();
  upstream.close();
});

/** While this process is blocked the kernel holds what comes: each client is gone before the proxy sees it. */
function callAndHangUp(times: number): void {
  const script = `
    let left = ${times};
    for (let n = 0; n < ${times}; n += 1) {
      const socket = require('node:net').connect(${proxy.port}, '127.0.0.1');
      socket.write('hello', () => socket.destroy());
      socket.on('close', () => (left -= 1) === 0 && process.exit());
    }`;
  execFileSync(process.execPath, ['-e', script]);
}

test('clients that hung up before they were seen cost the upstream nothing', async () => {
  callAndHangUp(20);
  const caller = await call(proxy.port);
  expect(await caller.say('here')).toBe('here');
  expect(carried).toBe(1);
});

test('a client that waits to be spoken to is carried as well', async () => {
  upstream.once('connection', (socket) => socket.write('welcome'));
  const { socket } = await call(proxy.port);
  const [said] = await once(socket, 'data');
  expect(String(said)).toBe('welcome');
});
