import { expect, test } from 'vitest';
import { base64 } from '../../../lib/domain/bytes.ts';
import { leafIdentity } from '../../../lib/domain/log/log-leaf.ts';
import { checkedLog } from '../../../lib/evidence/checked-log.ts';
import { makeVerify } from '../../../lib/cli/trusted-keys.ts';
import { makeFakeSigner, sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeKeyedWorld } from '../../fakes/keyed-world.ts';
import { endLeaf, startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const NOON = '2026-03-01T12:00:00.000000Z';
const LATER = '2026-03-01T13:00:00.000000Z';

async function leaves({ reader }: ReturnType<typeof makeLogWorld>) {
  return (await reader.entries()).map(({ leaf }) => leaf);
}

test('the first leaf of a log says which key it is signed with, and it is said once', async () => {
  const world = makeKeyedWorld();
  const { keyId, spki } = world.signer.own;
  await world.append(startLeaf('one'));
  await world.append(startLeaf('two'));
  const [key, ...others] = await leaves(world);
  expect(key).toEqual({
    schemaVersion: 1,
    type: 'key',
    action: 'added',
    keyId,
    spki: base64(spki),
    from: NOON,
    reason: 'it signs for this log',
    at: NOON,
  });
  expect(others).toEqual([startLeaf('one'), startLeaf('two')]);
});

test('runs that meet a new key at once say it once', async () => {
  const world = makeKeyedWorld();
  const runs = Array.from({ length: 12 }, (_, index) => `run-${index}`);
  await Promise.all(runs.map((run) => world.append(startLeaf(run))));
  const said = (await leaves(world)).map(leafIdentity);
  expect(said.toSorted()).toEqual(
    [`key-added-${world.signer.own.keyId}`, ...runs.map((run) => `start-${run}`)].toSorted(),
  );
});

test('a log that is older than its statements about keys had its key from its first entry on', async () => {
  const objects = makeMemoryObjects();
  const old = makeLogWorld({ objects });
  await old.append(startLeaf('one'));
  const world = makeKeyedWorld(objects, old.signer);
  await world.append(startLeaf('two', { at: LATER }));
  expect((await leaves(world))[1]).toMatchObject({ type: 'key', from: NOON, at: LATER });
});

test('a key that comes after another one is in use from the moment at which it is met', async () => {
  const objects = makeMemoryObjects();
  await makeKeyedWorld(objects).append(startLeaf('one'));
  const world = makeKeyedWorld(objects, makeFakeSigner());
  const { leaf, index } = await world.logKey(LATER);
  expect([index, leaf]).toMatchObject([2, { action: 'added', keyId: world.signer.own.keyId, from: LATER }]);
});

test('a clock that is behind the one that met the key dates nothing from before it', async () => {
  const world = makeKeyedWorld();
  await world.logKey(LATER);
  const { leaf } = await world.append(endLeaf('one', { at: NOON }));
  expect(leaf.at).toBe(LATER);
});

test('a log whose key was rotated is whole, with the key that signed each entry', async () => {
  const objects = makeMemoryObjects();
  const before = makeKeyedWorld(objects);
  await before.append(startLeaf('one'));
  const after = makeKeyedWorld(objects, makeFakeSigner());
  await after.append(startLeaf('two', { at: LATER }));
  const { reader, signer } = after;
  const entries = await checkedLog({ reader, key: signer.own, sha256: sha256Bytes, verify: makeVerify() });
  const [old, now] = [before.signer.own.keyId, signer.own.keyId];
  expect(entries.map(({ keyId }) => keyId)).toEqual([old, old, now, now]);
  expect(entries.map(({ standing }) => standing)).toEqual(['held', 'held', 'held', 'held']);
});
