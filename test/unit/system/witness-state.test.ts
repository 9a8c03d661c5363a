import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWitnessState } from '../../../lib/system/witness-state.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, ORIGIN } from '../../fakes/log-world.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-witness-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function notes(): Promise<readonly string[]> {
  const world = makeLogWorld();
  for (const run of ['a', 'b', 'c']) await world.append(startLeaf(run));
  return (await world.reader.entries()).map(({ note }) => note);
}

const FOLDER = `log-${encodeURIComponent(ORIGIN)}`;

test('what is kept is there when it is read again, the newest of all', async () => {
  const [one = '', , three = ''] = await notes();
  const state = makeWitnessState(directory);
  expect(await state.newest(ORIGIN)).toBeNull();
  expect(await state.keep(ORIGIN, 1, one)).toBe(true);
  expect(await state.keep(ORIGIN, 2, three)).toBe(true);
  expect(await makeWitnessState(directory).newest(ORIGIN)).toMatchObject({ place: 2, head: { size: 3 } });
  expect(readdirSync(join(directory, FOLDER)).toSorted()).toEqual([
    '000000000001.checkpoint',
    '000000000002.checkpoint',
  ]);
});

test('of many at one place one is kept, and none is written over', async () => {
  const [one = '', two = ''] = await notes();
  const states = Array.from({ length: 10 }, () => makeWitnessState(directory));
  const kept = await Promise.all(
    states.map((state, index) => state.keep(ORIGIN, 1, index % 2 === 0 ? one : two)),
  );
  expect(kept.filter(Boolean)).toHaveLength(1);
  const size = kept.indexOf(true) % 2 === 0 ? 1 : 2;
  expect(await makeWitnessState(directory).newest(ORIGIN)).toMatchObject({ place: 1, head: { size } });
  expect(readdirSync(join(directory, FOLDER))).toEqual(['000000000001.checkpoint']);
});

test('logs are kept apart, and no name of one leads out of the directory', async () => {
  const [one = ''] = await notes();
  const state = makeWitnessState(directory);
  await state.keep('../..', 1, one);
  await state.keep(ORIGIN, 1, one);
  expect(readdirSync(directory).toSorted()).toEqual(['log-..%2F..', FOLDER]);
});

test('a file that is no checkpoint of that log is not passed over', async () => {
  const [one = ''] = await notes();
  const state = makeWitnessState(directory);
  await state.keep(ORIGIN, 1, one);
  writeFileSync(join(directory, FOLDER, '000000000002.checkpoint'), one.slice(0, 20));
  await expect(state.newest(ORIGIN)).rejects.toMatchObject({ name: 'LogBroken' });
  await state.keep('else', 1, one);
  await expect(state.newest('else')).rejects.toMatchObject({ name: 'LogBroken' });
});
