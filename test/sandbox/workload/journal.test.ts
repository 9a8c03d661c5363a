import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lose, put, undo } from '../faults/experiment-driver.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

/** Many rows of a service that writes every 20 ms. */
const QUIET_MS = 600;

let fixture: WorldFixture;

beforeAll(async () => {
  fixture = await startFixture({ services: true, journal: true });
});
beforeEach(async () => {
  fixture.turnWritersOff(null);
  await writesOn();
});
afterAll(() => fixture?.close());

/** Through the front door, which no fault of these tests cuts. */
async function written(): Promise<number> {
  const app = await fixture.connect({ port: fixture.world.status().frontDoors[0]?.port ?? 0, user: 'app' });
  try {
    const { rows } = await app.query<{ many: number }>('select count(*)::int as many from journal');
    return rows[0]?.many ?? 0;
  } finally {
    await app.end();
  }
}

async function writesOn(): Promise<void> {
  const before = await written().catch(() => 0);
  await until('ten more rows are there', async () => (await written().catch(() => 0)) >= before + 10);
}

/** What the service says of itself; nothing while its region does not answer. */
async function health(): Promise<unknown> {
  const url = fixture.world.status().services[0]?.url ?? '';
  const answer = await fetch(url).catch(() => undefined);
  return answer && { status: answer.status, body: await answer.json() };
}

const WELL = { status: 200, body: { healthy: true, detail: 'ok' } };
/** Its store answers: nothing but the gate keeps it from writing. */
const OFF = { status: 503, body: { healthy: false, detail: 'its writers are off at this site' } };

/** Waits until the service says that its writers are off; answers how many rows it writes after that. */
async function rowsAfterItSaysSo(): Promise<number> {
  await expect.poll(health).toMatchObject(OFF);
  // The last row may have been on its way.
  await sleep(QUIET_MS);
  const before = await written();
  await sleep(QUIET_MS);
  return (await written()) - before;
}

test('a service writes no row while the gate is closed for its site, says so, and goes on when it opens', async () => {
  expect(await health()).toMatchObject(WELL);
  fixture.turnWritersOff('frankfurt');
  expect(await rowsAfterItSaysSo()).toBe(0);
  fixture.turnWritersOff(null);
  await writesOn();
  expect(await health()).toMatchObject(WELL);
});

test('a gate that is closed for the other site keeps nobody here from writing', async () => {
  fixture.turnWritersOff('dublin');
  await sleep(QUIET_MS);
  await writesOn();
  expect(await health()).toMatchObject(WELL);
});

test('a region that cannot reach the gate goes on by what it read last, and obeys once it can', async () => {
  const cut = await put(fixture, 'partition=regions');
  fixture.turnWritersOff('frankfurt');
  await sleep(QUIET_MS);
  await writesOn();
  await undo(fixture, cut);
  expect(await rowsAfterItSaysSo()).toBe(0);
});

test('a region that comes back obeys a gate that was closed while it was away', async () => {
  const lost = await lose(fixture, 'EXT1');
  fixture.turnWritersOff('frankfurt');
  await undo(fixture, lost);
  expect(await rowsAfterItSaysSo()).toBe(0);
});
