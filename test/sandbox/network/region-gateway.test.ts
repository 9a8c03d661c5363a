import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeRegionGateway, type RegionGateway } from '../../../lib/sandbox/network/region-gateway.ts';
import { call, startEchoServer, type EchoServer } from './echo-server.ts';

let server: EchoServer;
let gateway: RegionGateway;

beforeEach(async () => {
  server = await startEchoServer('a');
  gateway = makeRegionGateway(await freePort(), () => server);
  await gateway.open();
});
afterEach(async () => {
  await gateway.close();
  server.kill();
});

test('what is said passes, and its bytes are counted', async () => {
  const caller = await call(gateway.port);
  expect(await caller.say('hello')).toBe('a:hello');
  expect(gateway.bytesForwarded()).toBe(7);
});

test('a silent loss keeps open sockets open and answers nothing, not even the death of the server', async () => {
  const caller = await call(gateway.port);
  await caller.say('before');
  gateway.lose('silent');
  server.kill();
  expect(await caller.say('after')).toBe('silence');
  expect(caller.socket.destroyed).toBe(false);
});

test('a silent loss accepts new connections and never answers them', async () => {
  gateway.lose('silent');
  const caller = await call(gateway.port);
  expect(await caller.say('hello')).toBe('silence');
});

test('a loss that refuses resets open sockets and refuses new ones', async () => {
  const caller = await call(gateway.port);
  await caller.say('before');
  gateway.lose('refused');
  expect(await caller.say('after')).toBe('closed');
  await expect(call(gateway.port)).rejects.toThrow('ECONNREFUSED');
});

test.for(['silent', 'refused'] as const)(
  'after a %s loss new connections pass again, and held ones are reset',
  async (loss) => {
    const held = await call(gateway.port);
    await held.say('before');
    gateway.lose(loss);
    await gateway.restore();
    expect(await held.say('after')).toBe('closed');
    expect(await (await call(gateway.port)).say('hello')).toBe('a:hello');
  },
);
