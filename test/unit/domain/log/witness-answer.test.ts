import { beforeAll, describe, expect, it } from 'vitest';
import { makeVerify } from '../../../../lib/cli/trusted-keys.ts';
import { utf8 } from '../../../../lib/domain/bytes.ts';
import { addCheckpointText, parseAddCheckpoint } from '../../../../lib/domain/log/add-checkpoint.ts';
import { type Checkpoint, parseNote, signatureLine } from '../../../../lib/domain/log/checkpoint.ts';
import { askedOf, refusalOf, type WitnessRules } from '../../../../lib/domain/log/witness-answer.ts';
import { sha256Bytes } from '../../../fakes/fake-signer.ts';
import { makeWitnessSigner } from '../../../fakes/fake-witness.ts';
import { startLeaf } from '../../../fakes/log-leaves.ts';
import { makeLogWorld, ORIGIN } from '../../../fakes/log-world.ts';

const world = makeLogWorld();
const fork = makeLogWorld({ signer: world.signer });
const rules: WitnessRules = {
  sha256: sha256Bytes,
  verify: makeVerify(),
  logs: [{ origin: ORIGIN, keys: [makeLogWorld().signer.own.spki, world.signer.own.spki] }],
};
let notes: readonly string[];
let forked: readonly string[];
beforeAll(async () => {
  for (const run of ['a', 'b', 'c', 'd', 'e']) await world.append(startLeaf(run));
  for (const run of ['a', 'b', 'x', 'd', 'e']) await fork.append(startLeaf(run));
  notes = (await world.reader.entries()).map(({ note }) => note);
  forked = (await fork.reader.entries()).map(({ note }) => note);
});

const noteOf = (size: number) => notes[size - 1] ?? '';
const headOf = (note: string): Checkpoint => {
  const head = parseNote(note)?.checkpoint;
  if (!head) throw new RangeError('no checkpoint');
  return head;
};

/** What a log asks that has seen its witness at `from`. */
const body = async (from: number, size: number, { note = noteOf(size), reader = world.reader } = {}) =>
  addCheckpointText(from, from > size ? [] : await reader.consistencyPath(from, size), note);

/** The status of a witness that has signed so many leaves before; 200 where it signs. */
async function answer(signed: number, text: string) {
  const asked = askedOf(rules, utf8(text));
  if (asked.refusal) return asked.refusal.status;
  const newest = signed === 0 ? null : headOf(noteOf(signed));
  return refusalOf(sha256Bytes, newest, asked.request)?.status ?? 200;
}

describe('a request', () => {
  it('is an old size, a proof and a note, each on its lines', async () => {
    const text = await body(3, 5);
    expect(text).toMatch(
      /^old 3\n(?:[A-Za-z0-9+/]{43}=\n){4}\nmuster\/eu-west-1\/muster-orders-eu-west-1\n5\n/,
    );
    const read = parseAddCheckpoint(text);
    expect(read?.oldSize).toBe(3);
    expect(read?.proof).toEqual(await world.reader.consistencyPath(3, 5));
    expect(read?.note).toEqual(parseNote(noteOf(5)));
    expect(parseAddCheckpoint(await body(0, 1))).toMatchObject({ oldSize: 0, proof: [] });
  });

  it.each([
    ['a size with a leading zero', (text: string) => text.replace('old 3', 'old 03')],
    ['no size', (text: string) => text.replace('old 3\n', '')],
    ['a hash that is shorter', (text: string) => text.replace(/\n.{44}\n/, '\nAAAA\n')],
    ['a hash that is no base64', (text: string) => text.replace(/\n.{44}\n/, '\nx\n')],
    [
      'more hashes than a proof has',
      (text: string) => text.replace('\n', `\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
    ],
    ['no empty line', (text: string) => text.replace('\n\n', '\n')],
    ['no signature', (text: string) => text.replace(/— .*\n/, '')],
    ['nothing', () => ''],
  ])('with %s is none', async (_what, change) => {
    const text = await body(3, 5);
    expect(change(text)).not.toBe(text);
    expect(parseAddCheckpoint(change(text))).toBeNull();
    expect(await answer(3, change(text))).toBe(400);
  });
});

describe('a witness', () => {
  it('signs what begins with what it has signed, from whatever size, and the same once more', async () => {
    for (let from = 0; from <= 5; from += 1)
      for (let size = Math.max(1, from); size <= 5; size += 1)
        expect(await answer(from, await body(from, size)), `${from} to ${size}`).toBe(200);
  });

  it('takes no log that it was not told of, and none that its keys did not sign', async () => {
    const elsewhere = makeLogWorld({ signer: world.signer, origin: 'muster/eu-west-1/else' });
    const { note } = await elsewhere.append(startLeaf('a'));
    expect(await answer(0, addCheckpointText(0, [], note))).toBe(404);
    const stranger = makeLogWorld();
    const forged = await stranger.append(startLeaf('a'));
    expect(await answer(0, addCheckpointText(0, [], forged.note))).toBe(403);
    const other = noteOf(1).split('\n— ')[1];
    expect(await answer(0, addCheckpointText(0, [], `${noteOf(2).split('\n— ')[0]}\n— ${other}`))).toBe(403);
  });

  it('passes over signatures of keys that it does not know', async () => {
    const line = signatureLine(makeWitnessSigner().lineFor(headOf(noteOf(1))));
    expect(await answer(0, addCheckpointText(0, [], `${noteOf(1)}${line}`))).toBe(200);
  });

  it('says the size that it has signed to whoever names another', async () => {
    const asked = askedOf(rules, utf8(await body(1, 5)));
    if (asked.refusal) throw new RangeError('refused');
    expect(refusalOf(sha256Bytes, headOf(noteOf(3)), asked.request)).toEqual({ status: 409, says: '3\n' });
    expect(await answer(4, await body(0, 3))).toBe(409);
    expect(await answer(3, await body(4, 3))).toBe(400);
  });

  it('signs no fork: of the same size, of a larger one, with whatever proof', async () => {
    const same = addCheckpointText(5, [], forked[4] ?? '');
    expect(await answer(5, same)).toBe(409);
    const grown = { note: forked[4] ?? '', reader: fork.reader };
    expect(await answer(3, await body(3, 5, grown))).toBe(422);
    expect(await answer(3, await body(3, 5, { ...grown, reader: world.reader }))).toBe(422);
    expect(await answer(3, addCheckpointText(3, [], noteOf(5)))).toBe(422);
    // The first two leaves are the same ones: nobody has forked before.
    expect(await answer(2, await body(2, 5, grown))).toBe(200);
  });

  it('takes no proof where there is nothing to prove', async () => {
    const hash = sha256Bytes(new Uint8Array());
    expect(await answer(0, addCheckpointText(0, [hash], noteOf(5)))).toBe(422);
    expect(await answer(5, addCheckpointText(5, [hash], noteOf(5)))).toBe(422);
  });
});
