import { expect, test } from 'vitest';
import { makeVerify } from '../../../lib/cli/trusted-keys.ts';
import { base64 } from '../../../lib/domain/bytes.ts';
import { signedNote } from '../../../lib/domain/log/checkpoint.ts';
import { entryText } from '../../../lib/domain/log/log-entry.ts';
import { logKeys } from '../../../lib/domain/log/log-keys.ts';
import type { KeyLeaf } from '../../../lib/domain/log/log-leaf.ts';
import { checkedLog } from '../../../lib/evidence/checked-log.ts';
import { makeFakeSigner, sha256Bytes } from '../../fakes/fake-signer.ts';
import { keyLeaf, startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, makeLogWorldOn } from '../../fakes/log-world.ts';

const FROM = '2026-03-01T11:00:00.000000Z';

function check({ reader, signer }: ReturnType<typeof makeLogWorld>) {
  return checkedLog({ reader, key: signer.own, sha256: sha256Bytes, verify: makeVerify() });
}

function added({ own }: ReturnType<typeof makeFakeSigner>, action: KeyLeaf['action'] = 'added'): KeyLeaf {
  return { ...keyLeaf(action, FROM, own.keyId), spki: base64(own.spki) };
}

test('a log is answered whole when each checkpoint is signed by its region', async () => {
  const world = makeLogWorld();
  for (const run of ['one', 'two', 'three']) await world.append(startLeaf(run));
  expect((await check(world)).map(({ leaf }) => leaf)).toEqual(
    ['one', 'two', 'three'].map((run) => startLeaf(run)),
  );
  expect(await check(makeLogWorld())).toEqual([]);
});

test('an entry that somebody without the key has written is none, although all hashes fit', async () => {
  const world = makeLogWorld();
  await world.append(startLeaf('one'));
  const thief = makeLogWorldOn({ objects: world.objects });
  await thief.append(startLeaf('two'));
  await expect(check(world)).rejects.toMatchObject({
    name: 'LogBroken',
    message: expect.stringContaining('checkpoint of entry 1 of the log'),
  });
  await world.append(startLeaf('three'));
  await expect(check(world)).rejects.toMatchObject({ name: 'LogBroken' });
});

test('a signature over something else is none', async () => {
  const world = makeLogWorld();
  const first = await world.append(startLeaf('one'));
  const signature = await world.signer.sign(new Uint8Array());
  const signed = { ...first.signed, signature };
  await world.objects.put(logKeys.entry(0), entryText({ ...first, note: signedNote(signed) }));
  await expect(check(world)).rejects.toMatchObject({ name: 'LogBroken' });
});

test('what an earlier key signed while the log had it counts, except for the newest entry', async () => {
  const earlier = makeFakeSigner();
  const before = makeLogWorld({ signer: earlier });
  await before.append(added(earlier));
  await before.append(startLeaf('one'));
  const world = makeLogWorldOn({ objects: before.objects });
  await expect(check(world)).rejects.toMatchObject({ name: 'LogBroken' });
  await world.append(startLeaf('two'));
  expect((await check(world)).map(({ standing }) => standing)).toEqual(['held', 'held', 'unknown']);
});

test('what a key signed when it was in other hands is answered with that word', async () => {
  const earlier = makeFakeSigner();
  const before = makeLogWorld({ signer: earlier });
  await before.append(added(earlier));
  const world = makeLogWorldOn({ objects: before.objects });
  await world.append(added(earlier, 'revoked'));
  await before.append(startLeaf('one'));
  await expect(check(world)).rejects.toMatchObject({ name: 'LogBroken' });
  await world.append(startLeaf('two'));
  const seen = (await check(world)).map(({ keyId, standing }) => [keyId, standing]);
  const [old, now] = [earlier.own.keyId, world.signer.own.keyId];
  expect(seen).toEqual([
    [old, 'revoked'],
    [now, 'unknown'],
    [old, 'revoked'],
    [now, 'unknown'],
  ]);
});

test('a key that the log names wrongly is none of its keys', async () => {
  const [earlier, other] = [makeFakeSigner(), makeFakeSigner()];
  const before = makeLogWorld({ signer: earlier });
  await before.append({ ...added(earlier), keyId: other.own.keyId });
  const world = makeLogWorldOn({ objects: before.objects });
  await world.append(startLeaf('two'));
  await expect(check(world)).rejects.toMatchObject({ name: 'LogBroken' });
});
