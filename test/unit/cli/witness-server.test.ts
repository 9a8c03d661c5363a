import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeVerify } from '../../../lib/cli/trusted-keys.ts';
import { verifyEd25519 } from '../../../lib/cli/witness-keys.ts';
import { addCheckpointText } from '../../../lib/domain/log/add-checkpoint.ts';
import { parseSignatures } from '../../../lib/domain/log/checkpoint.ts';
import { verifiedCosignature } from '../../../lib/domain/log/cosignature.ts';
import { type RunningWitness, serveWitness, type Witness } from '../../../lib/cli/witness-server.ts';
import { makeWitnessState, type WitnessState } from '../../../lib/system/witness-state.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeWitnessSigner, WITNESSED_AT } from '../../fakes/fake-witness.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, ORIGIN } from '../../fakes/log-world.ts';

const signer = makeWitnessSigner();
let directory: string;
let world: ReturnType<typeof makeLogWorld>;
let running: RunningWitness[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-witness-'));
  running = [];
  world = makeLogWorld();
  for (const run of ['a', 'b', 'c', 'd']) await world.append(startLeaf(run));
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  rmSync(directory, { recursive: true });
});

async function start(state: WitnessState = makeWitnessState(directory)) {
  const witness: Witness = {
    rules: {
      sha256: sha256Bytes,
      verify: makeVerify(),
      logs: [{ origin: ORIGIN, keys: [world.signer.own.spki] }],
    },
    key: signer.key,
    sign: signer.sign,
    state,
    now: () => WITNESSED_AT,
  };
  const served = await serveWitness(witness, 0);
  running.push(served);
  return served;
}

async function bodyOf(from: number, size: number, { reader }: Pick<typeof world, 'reader'> = world) {
  const note = (await reader.entries())[size - 1]?.note ?? '';
  return addCheckpointText(from, await reader.consistencyPath(from, size), note);
}

async function ask({ url }: RunningWitness, body: string) {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('a checkpoint is kept, and then signed', async () => {
  const served = await start();
  const { status, text } = await ask(served, await bodyOf(0, 3));
  expect(status).toBe(200);
  const [line, ...more] = parseSignatures(text) ?? [];
  expect(more).toEqual([]);
  const checkpoint = (await world.reader.entries())[2]?.signed.checkpoint;
  const read =
    line && checkpoint && verifiedCosignature(verifyEd25519, { witness: signer.key, checkpoint }, line);
  expect(read?.seconds).toBe(WITNESSED_AT);
  expect(await makeWitnessState(directory).newest(ORIGIN)).toMatchObject({ place: 1, head: { size: 3 } });
});

test('what cannot be kept is not signed', async () => {
  const full: WitnessState = {
    newest: async () => null,
    keep: () => Promise.reject(new Error('disk is full')),
  };
  expect(await ask(await start(full), await bodyOf(0, 3))).toMatchObject({
    status: 500,
    text: 'disk is full\n',
  });
});

test('the same one is signed once more, and not kept twice', async () => {
  const served = await start();
  await ask(served, await bodyOf(0, 3));
  expect(await ask(served, await bodyOf(3, 3))).toMatchObject({ status: 200 });
  expect(await makeWitnessState(directory).newest(ORIGIN)).toMatchObject({ place: 1 });
});

test('whoever does not know where the witness stands is told, in the form of the specification', async () => {
  const served = await start();
  await ask(served, await bodyOf(0, 3));
  expect(await ask(served, await bodyOf(0, 4))).toEqual({
    status: 409,
    type: 'text/x.tlog.size',
    text: '3\n',
  });
});

test('another witness process on the same directory goes on from what was kept', async () => {
  await ask(await start(), await bodyOf(0, 3));
  const other = await start();
  expect(await ask(other, await bodyOf(0, 4))).toMatchObject({ status: 409, text: '3\n' });
  expect(await ask(other, await bodyOf(3, 4))).toMatchObject({ status: 200 });
});

test('of two logs with one name one is signed, however many ask at the same time', async () => {
  const fork = makeLogWorld({ signer: world.signer });
  for (const run of ['x', 'y', 'z']) await fork.append(startLeaf(run));
  const witnesses = await Promise.all([start(), start(), start()]);
  const bodies = await Promise.all([bodyOf(0, 3), bodyOf(0, 3, fork), bodyOf(0, 2), bodyOf(0, 2, fork)]);
  const answers = await Promise.all(
    witnesses.flatMap((one) => bodies.map(async (body) => ({ body, ...(await ask(one, body)) }))),
  );
  const signed = new Set(answers.flatMap(({ status, body }) => (status === 200 ? [body] : [])));
  expect(signed.size).toBe(1);
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
});

test('nothing else is served, and no body without end', async () => {
  const served = await start();
  expect((await fetch(`${served.url}/`)).status).toBe(404);
  expect((await fetch(`${served.url}/add-checkpoint`)).status).toBe(405);
  expect(await ask(served, 'old 0\n')).toMatchObject({ status: 400 });
  expect(await ask(served, 'x'.repeat(70_000))).toMatchObject({ status: 413 });
});
