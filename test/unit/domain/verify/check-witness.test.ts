import { beforeAll, expect, test } from 'vitest';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import { type CheckpointNote, noteText, parseNote } from '../../../../lib/domain/log/checkpoint.ts';
import type { Verifier } from '../../../../lib/domain/verify/verifier.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { makeWitnessSigner, WITNESSED_AT } from '../../../fakes/fake-witness.ts';
import { startLeaf } from '../../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../../fakes/log-world.ts';
import { makeVerifier, replaced, signTexts, textOf, tinyRun } from '../../../fakes/signed-run.ts';

const FILE = '--cosigned';
const witness = makeWitnessSigner();

/** A run whose end is the fifth of seven entries. */
let signed: Awaited<ReturnType<typeof signTexts>>;
let notes: readonly string[];
let log: readonly string[];
/** Of another log with the same key and name. */
let forked: readonly string[];
beforeAll(async () => {
  signed = await signTexts(tinyRun());
  for (const run of ['later', 'latest']) await signed.world.append(startLeaf(run));
  const entries = await signed.world.reader.entries();
  notes = entries.map(({ note }) => note);
  log = entries.map(({ text }) => text);
  const { signer } = signed.world;
  const world = makeLogWorld({ signer, origin: signed.world.log.origin });
  for (const run of ['x', 'b', 'c', 'd', 'e', 'f', 'g']) await world.append(startLeaf(run));
  forked = (await world.reader.entries()).map(({ note }) => note);
});

const cosignedOf = (size: number, seconds?: number) => witness.cosigned(notes[size - 1] ?? '', seconds);

function check(cosigned: CheckpointNote | null, changed: Partial<Verifier> = {}) {
  const verifier = makeVerifier([signed.world], { witnesses: [witness.key], cosigned, ...changed });
  const { findings, notes: noted, stoodFor, witnessed } = verifyRun(verifier, signed.contents);
  return {
    findings: findings.map(({ kind, file, says }) => `${kind}: ${file} ${says}`),
    notes: noted,
    by: witnessed,
    isWitnessed: stoodFor.witnessed,
  };
}

const WITNESSED = (size: number) => ({
  findings: [],
  notes: [],
  by: { size, by: [{ name: witness.key.name, seconds: WITNESSED_AT }] },
  isWitnessed: true,
});
const ALONE = { findings: [], notes: [], by: null, isWitnessed: false };

test('without a witness a run holds as it did, and nobody else stands for it', () => {
  expect(check(null)).toEqual(ALONE);
});

test('the checkpoint of the run itself, signed by a witness, is witnessed', () => {
  expect(check(cosignedOf(5))).toEqual(WITNESSED(5));
});

test('a later checkpoint is, where the log shows that it grew out of that of the run', () => {
  expect(check(cosignedOf(7), { log })).toEqual(WITNESSED(7));
  expect(check(cosignedOf(7))).toEqual({
    ...ALONE,
    notes: [
      `${FILE} is of 7 leaves, and the run's checkpoint of 5: only the log itself (--log) can show that the one grew out of the other`,
    ],
  });
});

test('an earlier checkpoint does not have the run, whoever signed it', () => {
  const expected = { ...ALONE, notes: [`${FILE} is of 4 leaves, without the run's end`] };
  expect(check(cosignedOf(4))).toEqual(expected);
  const tail =
    '--log: leaves 5 to 6 stand behind every checkpoint that was given, so that nobody has signed the end of it: name the checkpoint that was exported beside it as --since';
  expect(check(cosignedOf(4), { log })).toEqual({ ...expected, notes: [...expected.notes, tail] });
});

test('of two that are trusted both are named, each with its time', () => {
  const other = makeWitnessSigner('else.example/2');
  const one = cosignedOf(5);
  const both = { ...one, signatures: [...one.signatures, other.lineFor(one.checkpoint, 7)] };
  expect(check(both, { witnesses: [witness.key, other.key] }).by?.by).toEqual([
    { name: 'witness.example/1', seconds: WITNESSED_AT },
    { name: 'else.example/2', seconds: 7 },
  ]);
});

test('a witness that nobody trusts counts for nothing, and is no mistake', () => {
  const note = `${FILE} has no signature of a witness that you trust`;
  for (const witnesses of [[], [makeWitnessSigner().key]]) {
    expect(check(cosignedOf(5), { witnesses })).toEqual({ ...ALONE, notes: [note] });
  }
  expect(check(parseNote(notes[4] ?? ''))).toEqual({ ...ALONE, notes: [note] });
});

test('another log that a witness has signed is a fork', () => {
  const root = /^log-forked: --cosigned has the root of another log of 5 leaves than the run's checkpoint/;
  const same = check(witness.cosigned(forked[4] ?? ''));
  expect(same).toMatchObject({ by: null, isWitnessed: false });
  expect(same.findings[0]).toMatch(root);
  expect(check(witness.cosigned(forked[6] ?? ''), { log })).toMatchObject({
    findings: [
      'log-forked: --cosigned the first 7 leaves of the log have another root than a checkpoint of it',
    ],
    isWitnessed: false,
  });
  expect(check(witness.cosigned(forked[2] ?? ''), { log }).findings).toHaveLength(1);
  expect(check(cosignedOf(7), { log: log.slice(0, 6) }).findings).toEqual([
    'log-forked: --cosigned the log has 6 leaves, and a checkpoint of it 7',
  ]);
});

test('what a witness is said to have signed, it has signed', () => {
  const [one, other] = [cosignedOf(5), cosignedOf(4)];
  const posing = { ...one, signatures: [...one.signatures.slice(0, 1), ...other.signatures.slice(1)] };
  expect(check(posing)).toMatchObject({
    findings: [`signature-wrong: ${FILE} the witness ${witness.key.name} did not sign what stands here`],
    isWitnessed: false,
  });
});

test('no byte of what a witness has signed can be another', () => {
  const bytes = Buffer.from(noteText(cosignedOf(5)));
  expect(check(parseNote(bytes.toString())).isWitnessed).toBe(true);
  for (const place of bytes.keys()) {
    const changed = Buffer.from(bytes.map((byte, at) => (at === place ? byte ^ (1 << (place % 8)) : byte)));
    const note = parseNote(changed.toString());
    expect(note && check(note).isWitnessed, `byte ${place}`).toBeOneOf([null, false]);
  }
});

test('the log has signed it as well', () => {
  const { checkpoint, signatures } = cosignedOf(5);
  expect(check({ checkpoint, signatures: signatures.slice(1) })).toMatchObject({
    findings: [`signature-wrong: ${FILE} has no signature of the log itself`],
    isWitnessed: false,
  });
  const stranger = makeLogWorld({ origin: signed.world.log.origin });
  expect(check({ checkpoint, signatures }, { trusted: [stranger.signer.own] }).findings).toContainEqual(
    expect.stringMatching(/^no-trusted-key: --cosigned signed by the key/),
  );
  const wrong = cosignedOf(4).signatures.slice(0, 1);
  expect(check({ checkpoint, signatures: [...wrong, ...signatures.slice(1)] }).findings[0]).toMatch(
    /^signature-wrong: --cosigned the key .* did not sign what stands here$/,
  );
});

test('a log of somewhere else says nothing of the run', async () => {
  const world = makeLogWorld({ signer: signed.world.signer, origin: 'muster/eu-west-1/else' });
  const { note } = await world.append(startLeaf('a'));
  expect(check(witness.cosigned(note))).toMatchObject({
    findings: [
      `not-in-log: ${FILE} is of the log muster/eu-west-1/else; the run is in the log ${signed.world.log.origin}`,
    ],
    isWitnessed: false,
  });
});

test('evidence that does not hold has no grade, whoever has signed its log', () => {
  const verifier = makeVerifier([signed.world], { witnesses: [witness.key], cosigned: cosignedOf(5) });
  const contents = replaced(signed.contents, 'plan.yaml', 'name: else\n');
  expect(verifyRun(verifier, contents)).toMatchObject({ witnessed: null, stoodFor: { witnessed: false } });
  const missing = replaced(signed.contents, EVIDENCE_FILES.checkpoint, null);
  expect(textOf(signed.contents, EVIDENCE_FILES.checkpoint)).toBe(notes[4]);
  expect(verifyRun(verifier, missing)).toMatchObject({ witnessed: null });
});
