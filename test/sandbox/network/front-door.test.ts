import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeFrontDoor, type FrontDoor, type Switched } from '../../../lib/sandbox/network/front-door.ts';
import { makeRegionGateway, type RegionGateway } from '../../../lib/sandbox/network/region-gateway.ts';
import type { Route } from '../../../lib/sandbox/network/tcp-proxy.ts';
import { poll } from '../../../lib/sandbox/process/poll.ts';
import { call, startEchoServer, type EchoServer } from './echo-server.ts';

let sites: { frankfurt: EchoServer; dublin: EchoServer };
let door: FrontDoor;
let named: string | undefined;
let switches: Switched[];
const onSwitched = (change: Switched) => void switches.push(change);
const TTL_MS = 300;

async function openDoor(
  delays: { threshold: number; ttlMs: number },
  led: Readonly<Record<string, Route>> = sites,
): Promise<FrontDoor> {
  const opened = makeFrontDoor(await freePort(), {
    initialSite: 'frankfurt',
    sites: waysTo(led),
    readSwitch: () => named,
    healthCheckMs: 5,
    onSwitched,
    ...delays,
  });
  await opened.open();
  return opened;
}

beforeEach(async () => {
  named = undefined;
  switches = [];
  sites = { frankfurt: await startEchoServer('frankfurt'), dublin: await startEchoServer('dublin') };
  door = await openDoor({ threshold: 1, ttlMs: 0 });
});
afterEach(async () => {
  await door.close();
  for (const site of Object.values(sites)) site.kill();
});

async function switchTo(site: string): Promise<void> {
  named = site;
  expect(await poll(() => door.activeSite() === site || undefined, { everyMs: 5, deadlineMs: 2000 })).toBe(
    true,
  );
}

test('without a switch the initial site answers', async () => {
  expect(await (await call(door.port)).say('who')).toBe('frankfurt:who');
});

test('a switch sends new connections to the other site and cuts no old one', async () => {
  const old = await call(door.port);
  expect(await old.say('who')).toBe('frankfurt:who');
  await switchTo('dublin');
  expect(await (await call(door.port)).say('who')).toBe('dublin:who');
  expect(await old.say('still')).toBe('frankfurt:still');
});

test('a switch that names no site of the door changes nothing', async () => {
  await switchTo('dublin');
  named = 'atlantis';
  expect(await (await call(door.port)).say('who')).toBe('dublin:who');
  expect(door.activeSite()).toBe('dublin');
});

test('a switch is told before the first client is led to the other site, and once', async () => {
  const told: number[] = [];
  const admit = (client: Socket) => {
    told.push(switches.length);
    client.destroy();
    return undefined;
  };
  await door.close();
  door = await openDoor({ threshold: 1, ttlMs: 0 }, { ...sites, dublin: { admit } });
  await (await call(door.port)).say('who');
  await switchTo('dublin');
  expect(switches).toEqual([]);
  await (await call(door.port)).say('who');
  await (await call(door.port)).say('who');
  expect(told).toEqual([1, 1]);
  await switchTo('frankfurt');
  await (await call(door.port)).say('who');
  expect(switches).toEqual([
    { from: 'frankfurt', site: 'dublin' },
    { from: 'dublin', site: 'frankfurt' },
  ]);
});

test('a door follows after as many readings in a row as its health check wants', async () => {
  await door.close();
  let readings = 0;
  door = makeFrontDoor(await freePort(), {
    initialSite: 'frankfurt',
    sites: waysTo(sites),
    readSwitch() {
      readings += 1;
      return readings === 3 ? 'frankfurt' : 'dublin';
    },
    healthCheckMs: 5,
    threshold: 4,
    ttlMs: 0,
    onSwitched,
  });
  await door.open();
  const followedAfter = () => (door.activeSite() === 'dublin' ? readings : undefined);
  expect(await poll(followedAfter, { everyMs: 1, deadlineMs: 10_000 })).toBe(7);
});

test('clients keep the old address until its time to live has passed, also for new connections', async () => {
  await door.close();
  door = await openDoor({ threshold: 1, ttlMs: TTL_MS });
  const lookedUpAt = performance.now();
  expect(await (await call(door.port)).say('who')).toBe('frankfurt:who');
  await switchTo('dublin');
  const answer = await poll(
    async () => {
      const said = await (await call(door.port)).say('who');
      return said === 'dublin:who' ? performance.now() : undefined;
    },
    { everyMs: 5, deadlineMs: 10_000 },
  );
  expect((answer ?? 0) - lookedUpAt).toBeGreaterThanOrEqual(TTL_MS);
});

describe('a door before the gateways of two regions', () => {
  let gateways: { frankfurt: RegionGateway; dublin: RegionGateway };

  async function openGateway(server: EchoServer): Promise<RegionGateway> {
    const gateway = makeRegionGateway({ port: await freePort(), upstream: () => server });
    await gateway.open();
    return gateway;
  }

  beforeEach(async () => {
    await door.close();
    gateways = {
      frankfurt: await openGateway(sites.frankfurt),
      dublin: await openGateway(sites.dublin),
    };
    const routing = {
      initialSite: 'frankfurt',
      sites: waysTo(gateways),
      readSwitch: () => named,
      onSwitched,
    };
    door = makeFrontDoor(await freePort(), { ...routing, healthCheckMs: 5, threshold: 1, ttlMs: 0 });
    await door.open();
  });
  afterEach(() => Promise.all(Object.values(gateways).map((gateway) => gateway.close())));

  test('leads clients through the gateway of the active site, which counts what crosses', async () => {
    expect(await (await call(door.port)).say('who')).toBe('frankfurt:who');
    await switchTo('dublin');
    expect(await (await call(door.port)).say('who')).toBe('dublin:who');
    expect([gateways.frankfurt.bytesForwarded(), gateways.dublin.bytesForwarded()]).toEqual([13, 10]);
  });

  test('shares a silent loss: open clients and new ones hear nothing, and are reset when the way is mended', async () => {
    const old = await call(door.port);
    await old.say('before');
    gateways.frankfurt.cut('loss', 'silent');
    const fresh = await call(door.port);
    expect(await Promise.all([old.say('after'), fresh.say('hello')])).toEqual(['silence', 'silence']);
    await gateways.frankfurt.mend('loss');
    expect(await Promise.all([old.say('still'), fresh.say('still')])).toEqual(['closed', 'closed']);
    expect(await (await call(door.port)).say('hello')).toBe('frankfurt:hello');
  });

  test('shares a loss that refuses: open clients and new ones are reset', async () => {
    const old = await call(door.port);
    await old.say('before');
    gateways.frankfurt.cut('loss', 'refused');
    const fresh = await call(door.port);
    expect(await Promise.all([old.say('after'), fresh.say('hello')])).toEqual(['closed', 'closed']);
  });

  test('resets the clients that it led there when it closes', async () => {
    const old = await call(door.port);
    await old.say('before');
    await door.close();
    expect(await old.say('after')).toBe('closed');
  });
});

function waysTo(routes: Readonly<Record<string, Route>>): Record<string, () => Route> {
  return Object.fromEntries(Object.entries(routes).map(([site, route]) => [site, () => route]));
}
