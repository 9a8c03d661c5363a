import { expect, test } from 'vitest';
import { base64 } from '../../../lib/domain/bytes.ts';
import type { KeyLeaf } from '../../../lib/domain/log/log-leaf.ts';
import { codeOf } from '../../../lib/domain/verify/finding.ts';
import { verifyRun } from '../../../lib/domain/verify/verify-run.ts';
import { makeFakeSigner } from '../../fakes/fake-signer.ts';
import { makeKeyedWorld } from '../../fakes/keyed-world.ts';
import { keyLeaf } from '../../fakes/log-leaves.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { goldenRun, makeVerifier, signTexts, tinyRun, withJudgement } from '../../fakes/signed-run.ts';

type World = ReturnType<typeof makeKeyedWorld>;
type Signed = Awaited<ReturnType<typeof signTexts>>;

/** Before all runs are signed, and after. */
const MORNING = '2026-03-01T09:00:00.000000Z';
const EVENING = '2026-11-21T18:00:00.000000Z';

/** A run that was signed before a rotation, and the region after it. */
async function rotated() {
  const objects = makeMemoryObjects();
  const old = makeKeyedWorld(objects, makeFakeSigner());
  const before = await signTexts(withJudgement(goldenRun('v1-drill')), { world: old });
  return { old, next: makeKeyedWorld(objects, makeFakeSigner()), before };
}

function ended({ signer: { own } }: World, action: KeyLeaf['action'], from: string): KeyLeaf {
  return { ...keyLeaf(action, from, own.keyId), spki: base64(own.spki), by: 'Ada' };
}

/** The exit code for whoever trusts these regions' keys, and has the log as it is in the end. */
async function code({ contents }: Signed, trusted: readonly [World, ...World[]]): Promise<number> {
  const log = (await trusted[0].reader.entries()).map(({ text }) => text);
  return codeOf(verifyRun(makeVerifier(trusted, { log }), contents).findings);
}

test('what was signed before a rotation verifies with the old key, and what was signed after needs the new one', async () => {
  const { old, next, before } = await rotated();
  const after = await signTexts(tinyRun(), { world: next });
  expect([await code(before, [old]), await code(before, [next])]).toEqual([0, 20]);
  expect([await code(after, [old]), await code(after, [next])]).toEqual([20, 0]);
  expect([await code(before, [old, next]), await code(after, [old, next])]).toEqual([0, 0]);
});

test.each(['expired', 'revoked'] as const)(
  'what a key signed before it was %s stays evidence, and what it signs afterwards is none',
  async (action) => {
    const { old, next, before } = await rotated();
    await next.append(ended(old, action, EVENING));
    expect(await code(before, [old, next])).toBe(0);
    const retold = await rotated();
    await retold.next.append(ended(retold.old, action, MORNING));
    expect(await code(await signTexts(tinyRun(), { world: retold.old }), [retold.old, retold.next])).toBe(20);
  },
);

test('a thief who dates a run back has it in the log behind the revocation', async () => {
  const { old, next } = await rotated();
  await next.append(ended(old, 'revoked', EVENING));
  expect(await code(await signTexts(tinyRun(), { world: old }), [old, next])).toBe(20);
});

test('a theft that is noticed late takes back what was signed since', async () => {
  const { old, next, before } = await rotated();
  await next.append(ended(old, 'revoked', MORNING));
  expect(await code(before, [old, next])).toBe(20);
});
