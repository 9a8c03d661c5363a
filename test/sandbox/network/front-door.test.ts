import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeFrontDoor, type FrontDoor } from '../../../lib/sandbox/network/front-door.ts';
import { poll } from '../../../lib/sandbox/process/poll.ts';
import { call, startEchoServer, type EchoServer } from './echo-server.ts';

let sites: { frankfurt: EchoServer; dublin: EchoServer };
let door: FrontDoor;
let named: string | undefined;

beforeEach(async () => {
  named = undefined;
  sites = { frankfurt: await startEchoServer('frankfurt'), dublin: await startEchoServer('dublin') };
  door = makeFrontDoor(await freePort(), {
    initialSite: 'frankfurt',
    sites,
    readSwitch: () => named,
    healthCheckMs: 5,
  });
  await door.open();
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
