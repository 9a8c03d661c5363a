import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeRegionGateway, type RegionGateway } from '../../../lib/sandbox/network/region-gateway.ts';
import { call, startEchoServer, type EchoServer } from './echo-server.ts';

let server: EchoServer;
let gateway: RegionGateway;

beforeEach(async () => {
  server = await startEchoServer('a');
  gateway = makeRegionGateway({ port: await freePort(), upstream: () => server });
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
  gateway.cut('loss', 'silent');
  server.kill();
  expect(await caller.say('after')).toBe('silence');
  expect(caller.socket.destroyed).toBe(false);
});

test('a silent loss accepts new connections and never answers them', async () => {
  gateway.cut('loss', 'silent');
  const caller = await call(gateway.port);
  expect(await caller.say('hello')).toBe('silence');
});

test('a loss that refuses resets open sockets and refuses new ones', async () => {
  const caller = await call(gateway.port);
  await caller.say('before');
  gateway.cut('loss', 'refused');
  expect(await caller.say('after')).toBe('closed');
  await expect(call(gateway.port)).rejects.toThrow('ECONNREFUSED');
});

test.for(['silent', 'refused'] as const)(
  'after a %s loss new connections pass again, and held ones are reset',
  async (loss) => {
    const held = await call(gateway.port);
    await held.say('before');
    gateway.cut('loss', loss);
    await gateway.mend('loss');
    expect(await held.say('after')).toBe('closed');
    expect(await (await call(gateway.port)).say('hello')).toBe('a:hello');
  },
);

test('a way that is cut for two reasons opens when the last of them has gone, in either order', async () => {
  for (const [first, second] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    gateway.cut('a', 'silent');
    gateway.cut('b', 'refused');
    expect(await (await call(gateway.port)).say('hello')).toBe('silence');
    await gateway.mend(first);
    const between = first === 'a' ? 'closed' : 'silence';
    const caller = await call(gateway.port).catch(() => undefined);
    expect(await (caller?.say('hello') ?? 'closed')).toBe(between);
    await gateway.mend(second);
    expect(await (await call(gateway.port)).say('hello')).toBe('a:hello');
  }
});

test('to mend what was never cut leaves open connections alone', async () => {
  const caller = await call(gateway.port);
  await caller.say('before');
  await gateway.mend('nothing');
  expect(await caller.say('after')).toBe('a:after');
});
