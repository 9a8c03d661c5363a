import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeFrontDoor, type FrontDoor } from '../../../lib/sandbox/network/front-door.ts';
import { poll } from '../../../lib/sandbox/process/poll.ts';
import { call, startEchoServer, type EchoServer } from './echo-server.ts';

let sites: { frankfurt: EchoServer; dublin: EchoServer };
let door: FrontDoor;
let named: string | undefined;
const TTL_MS = 300;

async function openDoor(delays: { threshold: number; ttlMs: number }): Promise<FrontDoor> {
  const opened = makeFrontDoor(await freePort(), {
    initialSite: 'frankfurt',
    sites,
    readSwitch: () => named,
    healthCheckMs: 5,
    ...delays,
  });
  await opened.open();
  return opened;
}

beforeEach(async () => {
  named = undefined;
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

test('a door follows after as many readings in a row as its health check wants', async () => {
  await door.close();
  let readings = 0;
  door = makeFrontDoor(await freePort(), {
    initialSite: 'frankfurt',
    sites,
    readSwitch() {
      readings += 1;
      return readings === 3 ? 'frankfurt' : 'dublin';
    },
    healthCheckMs: 5,
    threshold: 4,
    ttlMs: 0,
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
