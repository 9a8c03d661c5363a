import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { HoldAccess } from '../../../lib/aws/hold-access.ts';
import { type HoldOrder, holdRun } from '../../../lib/cli/hold.ts';
import type { KeyPlace } from '../../../lib/cli/key-place.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { makeKeyedWorld } from '../../fakes/keyed-world.ts';
import { endLeaf, startLeaf } from '../../fakes/log-leaves.ts';
import { ORIGIN } from '../../fakes/log-world.ts';

const NOW = '2026-03-01T13:00:00.000000Z';
const RUN = 'orders-1';
const account = { endpoint: 'http://127.0.0.1:1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

type World = ReturnType<typeof makeKeyedWorld>;

async function loggedRun(): Promise<World> {
  const world = makeKeyedWorld();
  await world.append(startLeaf(RUN));
  await world.append(startLeaf('orders-10'));
  await world.append(endLeaf(RUN, { start: 1 }));
  return world;
}

function placeOf({ reader, signer, append, logKey }: World): KeyPlace {
  const place = { origin: ORIGIN, region: 'eu-west-1', bucket: 'muster-orders-eu-west-1', account };
  const called = (name: string) => name.replace('Ada', 'person-1');
  return { ...place, signer, reader, log: { append, logKey }, called, now: parseInstant(NOW) };
}

/** A bucket with two versions of one file, and one of whatever else is asked for by its whole name. */
function fakeHolds(objectLock: 'on' | 'off' = 'on', refused: (key: string) => boolean = () => false) {
  const on = new Set<string>();
  const files = ['runs/orders-1/files/plan.yaml@2', 'runs/orders-1/files/plan.yaml@1'];
  const holds: HoldAccess = {
    store: async () => (objectLock === 'on' ? { objectLock, byDefault: null } : { objectLock }),
    versions: async (prefix) => {
      const found = prefix.endsWith('.json')
        ? [`${prefix}@1`]
        : files.filter((key) => key.startsWith(prefix));
      return found.map((name) => ({ key: name.slice(0, -2), versionId: name.slice(-1) }));
    },
    hold: async ({ key, versionId }, held) => {
      if (refused(key)) throw new Error(`no to ${key}`);
      if (held) on.add(`${key}@${versionId}`);
      else on.delete(`${key}@${versionId}`);
    },
  };
  return { holds, on };
}

function captured() {
  let text = '';
  const stream = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
  return { stream, text: () => text };
}

async function order(world: World, holds: HoldAccess, changed: Partial<HoldOrder> = {}) {
  const [out, err] = [captured(), captured()];
  const terminal = { out: out.stream, err: err.stream };
  const given = { run: RUN, action: 'placed', reason: 'case 17', by: 'Ada', ...changed } as const;
  const code = await holdRun({ place: placeOf(world), holds }, terminal, given);
  return { code, out: out.text(), err: err.text() };
}

const leaves = async (world: World) => (await world.reader.entries()).map(({ leaf }) => leaf);

test('a hold is on every version of the files and of the places in the log, and the log says who and why', async () => {
  const [world, { holds, on }] = [await loggedRun(), fakeHolds()];
  const { code, out } = await order(world, holds, { reason: 'case 17, password=hunter2222' });
  expect(code).toBe(0);
  expect(out).toBe(
    `Entry 4 of the log ${ORIGIN}: orders-1 legal hold placed at ${NOW} by person-1: case 17, password=[secret-masked]\n` +
      'orders-1: 5 of 5 versions of its files are under legal hold (s3://muster-orders-eu-west-1, eu-west-1)\n',
  );
  expect([...on].toSorted()).toEqual([
    'log/entries/000000000001.json@1',
    'log/entries/000000000003.json@1',
    'log/entries/000000000004.json@1',
    'runs/orders-1/files/plan.yaml@1',
    'runs/orders-1/files/plan.yaml@2',
  ]);
  expect((await leaves(world)).at(-1)).toMatchObject({ type: 'hold', action: 'placed', run: RUN, number: 1 });
});

test('the log is told once of a hold, and anew of each later one', async () => {
  const [world, { holds, on }] = [await loggedRun(), fakeHolds()];
  await order(world, holds);
  const again = await order(world, holds, { by: 'Bob', reason: 'another' });
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining(`by person-1: case 17\n`) });
  await order(world, holds, { action: 'released', reason: 'closed' });
  expect([...on]).toEqual([]);
  await order(world, holds, { reason: 'opened again' });
  expect(on.size).toBe(7);
  const held = (await leaves(world)).filter((leaf) => leaf.type === 'hold');
  expect(held.map(({ number, action, reason }) => [number, action, reason])).toEqual([
    [1, 'placed', 'case 17'],
    [2, 'released', 'closed'],
    [3, 'placed', 'opened again'],
  ]);
});

test('what failed is named, and the same call brings it to its end', async () => {
  const world = await loggedRun();
  const failing = fakeHolds('on', (key) => key.endsWith('plan.yaml'));
  const { code, out, err } = await order(world, failing.holds);
  expect(code).toBe(70);
  expect(out).toContain('3 of 5 versions');
  expect(err).toBe(
    'muster: runs/orders-1/files/plan.yaml (version 2): Error: no to runs/orders-1/files/plan.yaml\n' +
      'muster: runs/orders-1/files/plan.yaml (version 1): Error: no to runs/orders-1/files/plan.yaml\n' +
      'muster: 2 failed: call it again, nothing is logged or done twice\n',
  );
  const { holds, on } = fakeHolds();
  expect(await order(world, holds)).toMatchObject({ code: 0, err: '' });
  expect(on.size).toBe(5);
  expect(await leaves(world)).toHaveLength(5);
});

test.each([
  ['a run without files', { run: 'orders-2' }, /^no files of a run "orders-2" in s3:/],
  ['no run at all', { run: '' }, /^no files of a run ""/],
  ['a release of what is not held', { action: 'released' }, /has no legal hold of orders-1/],
  ['no reason', { reason: ' ' }, /^--reason " ": expected one line/],
  ['nobody', { by: '' }, /^--as "": expected one line/],
] as const)('%s is refused before anything is changed', async (_what, changed, message) => {
  const [world, { holds, on }] = [await loggedRun(), fakeHolds()];
  await expect(order(world, holds, changed)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(message),
  });
  expect([...on]).toEqual([]);
  expect(await leaves(world)).toHaveLength(4);
});

test('a bucket without Object Lock is refused, and the log has nothing of it', async () => {
  const [world, { holds, on }] = [await loggedRun(), fakeHolds('off')];
  await expect(order(world, holds)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('this bucket has no Object Lock, so S3 holds nothing in it'),
  });
  expect([...on]).toEqual([]);
  expect(await leaves(world)).toHaveLength(4);
});

test('who says the opposite at the same moment is told that the log has the other word', async () => {
  const [world, { holds }] = [await loggedRun(), fakeHolds()];
  await order(world, holds);
  const place = placeOf(world);
  const other = { schemaVersion: 1, type: 'hold', action: 'placed', run: RUN, number: 2 } as const;
  const late: KeyPlace = {
    ...place,
    log: {
      ...place.log,
      append: async (leaf) => {
        await world.append({ ...other, reason: 'mine', by: 'Bob', at: NOW });
        return world.append(leaf);
      },
    },
  };
  const terminal = { out: captured().stream, err: captured().stream };
  const given = { run: RUN, action: 'released', reason: 'closed', by: 'Ada' } as const;
  await expect(holdRun({ place: late, holds }, terminal, given)).rejects.toMatchObject({ name: 'Conflict' });
});
