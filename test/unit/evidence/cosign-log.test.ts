import { expect, test } from 'vitest';
import { verifyEd25519 } from '../../../lib/cli/witness-keys.ts';
import { noteText, parseNote, signatureLine } from '../../../lib/domain/log/checkpoint.ts';
import { logKeys } from '../../../lib/domain/log/log-keys.ts';
import { cosignLog, type WitnessReply } from '../../../lib/evidence/cosign-log.ts';
import { allCosigned } from '../../../lib/evidence/kept-cosignatures.ts';
import { makeFakeWitness, makeWitnessSigner, WITNESSED_AT } from '../../fakes/fake-witness.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, ORIGIN } from '../../fakes/log-world.ts';

type World = ReturnType<typeof makeLogWorld>;
type Witness = ReturnType<typeof makeFakeWitness>;

async function worldOf(runs: readonly string[], world: World = makeLogWorld()): Promise<World> {
  for (const run of runs) await world.append(startLeaf(run));
  return world;
}

function witnessOf({ signer }: World): Witness {
  return makeFakeWitness([{ origin: ORIGIN, keys: [signer.own.spki] }]);
}

function cosign({ objects, reader }: World, witness: Pick<Witness, 'key' | 'ask'>) {
  return cosignLog({ objects, reader, verify: verifyEd25519, witness: witness.key, ask: witness.ask });
}

const keptKeys = ({ objects }: World) =>
  Object.keys(objects.stored()).filter((key) => key.startsWith(logKeys.cosigned));

test('the newest checkpoint is signed, and kept beside the log as it was signed', async () => {
  const world = await worldOf(['a', 'b', 'c']);
  const witness = witnessOf(world);
  const signed = await cosign(world, witness);
  const note = (await world.reader.newest())?.note ?? '';
  expect(signed?.cosignature.seconds).toBe(WITNESSED_AT);
  expect(noteText(signed?.note ?? fail())).toBe(noteText(witness.cosigned(note)));
  const key = logKeys.cosignedOf(3, witness.key.keyHint);
  expect(keptKeys(world)).toEqual([key]);
  expect(world.objects.stored()[key]).toBe(noteText(witness.cosigned(note)));
});

test('an empty log has nothing to sign, and nobody is asked', async () => {
  const world = makeLogWorld();
  const witness = witnessOf(world);
  expect(await cosign(world, witness)).toBeNull();
  expect(witness.asked).toEqual([]);
});

test('what was signed already is not asked for again; what has grown is asked for from there', async () => {
  const world = await worldOf(['a', 'b', 'c']);
  const witness = witnessOf(world);
  const first = await cosign(world, witness);
  expect(await cosign(world, witness)).toEqual(first);
  await worldOf(['d', 'e'], world);
  expect((await cosign(world, witness))?.note.checkpoint.size).toBe(5);
  expect(witness.asked).toEqual(['old 0', 'old 3']);
});

test('a witness that has seen more than is kept here says how much, and is asked again', async () => {
  const world = await worldOf(['a', 'b']);
  const witness = witnessOf(world);
  const entry = await world.reader.newest();
  witness.newest.set(ORIGIN, entry?.signed.checkpoint ?? fail());
  expect((await cosign(world, witness))?.note.checkpoint.size).toBe(2);
  await worldOf(['c'], world);
  const other = makeFakeWitness([{ origin: ORIGIN, keys: [world.signer.own.spki] }]);
  other.newest.set(ORIGIN, entry?.signed.checkpoint ?? fail());
  expect((await cosign(world, other))?.note.checkpoint.size).toBe(3);
  expect([witness.asked, other.asked]).toEqual([
    ['old 0', 'old 2'],
    ['old 0', 'old 2'],
  ]);
});

test.each([
  ['of the same size', ['a', 'x', 'c']],
  ['that has grown', ['a', 'x', 'c', 'd']],
  ['that has fewer entries', ['a', 'b']],
])('another log than the witness has seen is broken: one %s', async (_what, runs) => {
  const world = await worldOf(['a', 'b', 'c']);
  const witness = witnessOf(world);
  await cosign(world, witness);
  const fork = await worldOf(runs, makeLogWorld({ signer: world.signer }));
  await expect(cosign(fork, witness)).rejects.toMatchObject({
    name: 'LogBroken',
    message: `log ${ORIGIN} with ${runs.length} entries: saw a log with 3 entries, which the witness ${witness.key.name} has signed, and which this one does not begin with; expected what was signed before, and what was appended since`,
  });
  expect(keptKeys(fork)).toEqual([]);
});

test('a log that was cut behind what is kept beside it is broken, whatever the witness says', async () => {
  const world = await worldOf(['a', 'b', 'c']);
  const witness = witnessOf(world);
  await cosign(world, witness);
  const cut = await worldOf(['a', 'b'], makeLogWorld({ signer: world.signer }));
  for (const key of keptKeys(world)) await cut.objects.put(key, world.objects.stored()[key] ?? '');
  await expect(
    cosign(cut, { ...witness, ask: () => Promise.reject(new Error('asked')) }),
  ).rejects.toMatchObject({
    name: 'LogBroken',
  });
});

test.each<[string, (line: string) => WitnessReply, RegExp]>([
  ['does not know the log', () => ({ status: 404, text: 'unknown\n' }), /saw status 404: unknown;/],
  ['says nothing of sizes', () => ({ status: 409, text: 'x' }), /saw status 409: x;/],
  ['signs nothing', () => ({ status: 200, text: '' }), /saw no signature by its key over/],
  ['answers something else', () => ({ status: 200, text: '<html>\n' }), /saw no signature by its key over/],
  ['signs by another key alone', (line) => ({ status: 200, text: line }), /saw no signature by its key over/],
])('a witness that %s has refused', async (_what, replyOf, message) => {
  const world = await worldOf(['a']);
  const entry = await world.reader.newest();
  const stranger = makeWitnessSigner();
  const line = signatureLine(stranger.lineFor(entry?.signed.checkpoint ?? fail()));
  const { key } = makeWitnessSigner();
  const refusing = cosign(world, { key, ask: async () => replyOf(line) });
  await expect(refusing).rejects.toMatchObject({
    name: 'WitnessRefused',
    message: expect.stringMatching(message),
  });
  expect(keptKeys(world)).toEqual([]);
});

test('a signature over something else is refused, also beside a right one', async () => {
  const world = await worldOf(['a', 'b']);
  const [first, second] = await world.reader.entries();
  const signer = makeWitnessSigner();
  const lines = [second, first].map((entry) =>
    signatureLine(signer.lineFor(entry?.signed.checkpoint ?? fail())),
  );
  const ask = async () => ({ status: 200, text: lines.join('') });
  await expect(cosign(world, { key: signer.key, ask })).rejects.toMatchObject({ name: 'WitnessRefused' });
});

test('of two witnesses both signatures stand below one note', async () => {
  const world = await worldOf(['a']);
  const witnesses = [witnessOf(world), witnessOf(world)];
  for (const witness of witnesses) await cosign(world, witness);
  const all = await allCosigned(world.objects, 1);
  const own = parseNote((await world.reader.newest())?.note ?? '')?.signatures[0]?.keyHint;
  const [first, ...others] = all?.signatures.map(({ keyHint }) => keyHint) ?? [];
  expect(first).toBe(own);
  expect(new Set(others)).toEqual(new Set(witnesses.map(({ key }) => key.keyHint)));
  expect(await allCosigned(world.objects, 2)).toBeNull();
});

test('what is kept and is no checkpoint of its size is not taken for one', async () => {
  const world = await worldOf(['a']);
  const witness = witnessOf(world);
  await world.objects.put(logKeys.cosignedOf(1, witness.key.keyHint), 'x');
  await expect(cosign(world, witness)).rejects.toMatchObject({ name: 'LogBroken' });
});

function fail(): never {
  throw new RangeError('nothing there');
}
