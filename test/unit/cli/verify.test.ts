import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { verify, type VerifyOptions } from '../../../lib/cli/verify.ts';
import { EVIDENCE_FILES } from '../../../lib/domain/evidence/evidence-files.ts';
import { noteText } from '../../../lib/domain/log/checkpoint.ts';
import { logText } from '../../../lib/domain/log/log-text.ts';
import { writeRun } from '../../fakes/run-folder.ts';
import { witnessKeyText } from '../../../lib/domain/log/witness-key.ts';
import { stillForged } from '../../../lib/domain/verify/grade.ts';
import { makeWitnessSigner } from '../../fakes/fake-witness.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { goldenRun, signTexts, textOf, withReports } from '../../fakes/signed-run.ts';

let signed: Awaited<ReturnType<typeof signTexts>>;
let root: string;
let directory: string;
beforeAll(async () => {
  signed = await signTexts(withReports(goldenRun('v1-drill')));
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-verify-'));
  directory = join(root, 'run');
  writeRun(directory, signed.contents);
  write('key.pem', signed.world.signer.pem);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

async function run(options: Partial<VerifyOptions> = {}) {
  let text = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const state = stateDirectory({ MUSTER_STATE_DIR: join(root, 'state') });
  const trust = join(root, 'key.pem');
  const code = await verify({ run: directory, trust, json: false, state, stdout, ...options });
  return { code, text };
}

test('a run whose evidence holds exits with 0, and says how far that goes', async () => {
  const { keyId } = signed.world.signer.own;
  const forged = stillForged({ corroborated: false, witnessed: false, kept: false, dated: false });
  expect(await run()).toEqual({
    code: 0,
    text: [
      'orders-20261121-132555-1a79 says: failover, scope rehearsal, overall met',
      `Signed by key ${keyId}.`,
      'Its end is entry 4 of the log muster/eu-west-1/muster-orders-eu-west-1, with 5 entries.',
      'Verified.',
      'Grade: self-asserted. At that grade a dishonest operator can still:',
      ...forged.map((does) => `  - ${does}`),
      '',
    ].join('\n'),
  });
});

test.each(['evidence/drill.sigstore.json', 'ledger.ndjson'])('is found by a file in it: %s', async (file) => {
  expect(await run({ run: join(directory, file) })).toMatchObject({ code: 0 });
});

test('every finding is printed, the first in order first, and its code is the exit code', async () => {
  writeFileSync(join(directory, 'ledger.ndjson'), 'x');
  writeFileSync(join(directory, 'more.txt'), 'x');
  const { code, text } = await run();
  expect(code).toBe(10);
  const [, , , summary, ...rest] = text.trimEnd().split('\n');
  const findings = rest.filter((line) => !line.startsWith('Note:'));
  expect(summary).toBe('NOT VERIFIED, exit code 10:');
  expect(findings[0]).toMatch(
    /^ {2}10 bytes-changed: ledger\.ndjson has SHA-256 [0-9a-f]{64}; what was signed has/,
  );
  expect(findings.map((line) => line.trim().split(' ')[0])).toEqual(['10', '14', '18', '18', '18']);
  expect(text).not.toContain('Verified.');
});

test('a link is no file that was signed, and no name of a file steers the terminal', async () => {
  symlinkSync('/etc/hostname', join(directory, 'evil\u001b[2Jname'));
  const { code, text } = await run();
  expect(code).toBe(14);
  expect(text).toContain('14 file-extra: evil\\u001b[2Jname is neither a file nor a folder\n');
});

test('without a key nothing is trusted, and with another one neither', async () => {
  expect(await run({ trust: undefined })).toMatchObject({ code: 20 });
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  expect(await run({ trust: write('other.pem', other) })).toMatchObject({ code: 20 });
  expect(await run({ trust: write('both.pem', `${other}\n${signed.world.signer.pem}`) })).toMatchObject({
    code: 0,
  });
});

test('a checkpoint that was kept is held against it, with the log where the sizes differ', async () => {
  const notes = (await signed.world.reader.entries()).map(({ note }) => note);
  await signed.world.append(startLeaf('later'));
  const entries = await signed.world.reader.entries();
  const log = write('log.ndjson', logText(entries));
  const since = (note: string | undefined) => write('checkpoint', note ?? '');
  expect(await run({ since: [since(notes[4])] })).toMatchObject({ code: 0 });
  expect(await run({ since: [since(notes[0])] })).toMatchObject({ code: 16 });
  expect(await run({ since: [since(notes[0])], log: [log] })).toMatchObject({ code: 0 });
  expect(await run({ since: [since(entries.at(-1)?.note)] })).toMatchObject({ code: 17 });
  expect(await run({ since: [since(entries.at(-1)?.note)], log: [log] })).toMatchObject({ code: 0 });
  const shorter = write('short.ndjson', logText(entries.slice(1)));
  expect(await run({ log: [shorter] })).toMatchObject({ code: 16 });
});

test('of several logs the one with the run counts, and an earlier export of it changes nothing', async () => {
  const entries = await signed.world.reader.entries();
  const own = write('own.ndjson', logText(entries));
  const earlier = write('earlier.ndjson', logText(entries.slice(0, 2)));
  const world = makeLogWorld();
  await world.append(startLeaf('elsewhere'));
  const other = write('other.ndjson', logText(await world.reader.entries()));
  expect(await run({ log: [other, own, earlier, own] })).toMatchObject({ code: 0 });
  expect(await run({ log: [other, earlier] })).toMatchObject({ code: 15 });
});

test('a checkpoint that a witness has signed raises the grade, and its time is said', async () => {
  const witness = makeWitnessSigner();
  const at = '2026-03-01T12:45:00.000000Z';
  const keys = write('keys.txt', `# of the auditor\n\n${witnessKeyText(witness.key)}\n`);
  const note = textOf(signed.contents, EVIDENCE_FILES.checkpoint);
  const cosigned = write('cosigned', noteText(witness.cosigned(note)));
  const { code, text } = await run({ witness: keys, cosigned: [cosigned] });
  expect(code).toBe(0);
  expect(text).toContain(
    `Verified.\nWitnessed by witness.example/1 at ${at}: by then the log had its first 5 entries, with the run's end.\nGrade: witnessed. At that grade`,
  );
  expect(text).not.toContain('date it as they like');
  expect(text).toContain(
    '  - date it back, as far as they like, from the moment that the witness has seen it',
  );
  expect(JSON.parse((await run({ witness: keys, cosigned: [cosigned], json: true })).text)).toMatchObject({
    grade: 'witnessed',
    witnessed: { size: 5, by: [{ name: 'witness.example/1', at }] },
    canStillBeForged: stillForged({ corroborated: false, witnessed: true, kept: false, dated: false }),
  });
  const other = write('other.txt', witnessKeyText(makeWitnessSigner().key));
  const alone = await run({ witness: other, cosigned: [cosigned] });
  expect(alone.text).toContain('Grade: self-asserted.');
  expect(alone.text).toContain('Note: --cosigned has no signature of a witness that you trust.\n');
});

test('a checkpoint of another log that a witness has signed is a fork', async () => {
  const witness = makeWitnessSigner();
  const { signer, log } = signed.world;
  const world = makeLogWorld({ signer, origin: log.origin });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await world.append(startLeaf(name));
  const keys = write('keys.txt', witnessKeyText(witness.key));
  const forked = witness.cosigned((await world.reader.newest())?.note ?? '');
  const { code, text } = await run({ witness: keys, cosigned: [write('cosigned', noteText(forked))] });
  expect(code).toBe(16);
  expect(text).toContain('16 log-forked: --cosigned has the root of another log of 5 leaves');
  expect(text).not.toContain('Grade:');
});

test('with --json it prints one object', async () => {
  rmSync(join(directory, 'plan.yaml'));
  const { code, text } = await run({ json: true });
  expect(code).toBe(13);
  expect(text.split('\n')).toHaveLength(2);
  expect(JSON.parse(text)).toMatchObject({
    schemaVersion: 1,
    verified: false,
    code: 13,
    grade: null,
    canStillBeForged: null,
    run: 'orders-20261121-132555-1a79',
    scope: 'rehearsal',
    overall: 'met',
    log: { origin: 'muster/eu-west-1/muster-orders-eu-west-1', size: 5, end: 4 },
    findings: [
      { code: 13, kind: 'file-missing', file: 'plan.yaml', says: 'was signed, and is not there' },
      { code: 18, file: 'judgement.json' },
      { code: 18, file: EVIDENCE_FILES.drill },
      { code: 18, file: EVIDENCE_FILES.testResult },
    ],
  });
});

test('a directory that was never signed is told by what is missing, and by nothing that it says', async () => {
  rmSync(join(directory, 'evidence'), { recursive: true });
  const { code, text } = await run();
  expect(code).toBe(13);
  expect(text).toContain(`${directory} has no statement that can be relied on.\n`);
  for (const file of Object.values(EVIDENCE_FILES))
    expect(text).toContain(`13 file-missing: ${file} expected in every signed run\n`);
});

test.each([
  ['no file', () => ({ trust: join(root, 'none.pem') }), /^--trust .*none\.pem: cannot be read/],
  ['no key', () => ({ trust: write('empty.pem', 'x') }), /^--trust .*empty\.pem: holds no public key/],
  [
    'a broken key',
    () => ({ trust: write('bad.pem', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----') }),
    /^--trust .*bad\.pem: holds a public key that cannot be read/,
  ],
  [
    'another curve',
    () => ({ trust: write('p384.pem', pemOf('P-384')) }),
    /expected keys on P-256; found one of secp384r1/,
  ],
  ['no checkpoint', () => ({ since: [write('checkpoint', 'x')] }), /^--since .*checkpoint: is no checkpoint/],
  [
    'two kept checkpoints of one log',
    () => {
      const note = textOf(signed.contents, EVIDENCE_FILES.checkpoint);
      return { since: [write('one', note), write('other', note)] };
    },
    /^--since: two checkpoints of the log muster\/eu-west-1\/muster-orders-eu-west-1; name one of each log/,
  ],
  ['a note that is gone', () => ({ since: [join(root, 'none')] }), /^--since .*none: cannot be read/],
  ['an empty log', () => ({ log: [write('log', '')] }), /^--log .*log: is empty/],
  [
    'no history',
    () => ({ history: [write('history', '{}')] }),
    /^--history .*history: is no history; name what/,
  ],
  ['no run', () => ({ run: join(root, 'none') }), /^no run /],
  ['a witness alone', () => ({ witness: write('keys.txt', 'x') }), /^--witness and --cosigned go together/],
  [
    'a witness that is none',
    () => ({ witness: write('keys.txt', 'x'), cosigned: [write('note', 'x')] }),
    /^--witness .*keys\.txt: "x" is no key of a witness/,
  ],
  [
    'no witness',
    () => ({ witness: write('keys.txt', '# none\n'), cosigned: [write('note', 'x')] }),
    /^--witness .*keys\.txt: holds no key/,
  ],
  [
    'a cosigned checkpoint that is none',
    () => ({
      witness: write('keys.txt', witnessKeyText(makeWitnessSigner().key)),
      cosigned: [write('note', 'x')],
    }),
    /^--cosigned .*note: is no checkpoint/,
  ],
] as const)('%s is a mistake of the caller', async (_what, options, message) => {
  await expect(run(options())).rejects.toThrow(message);
});

test('VERIFY.md is what the page of the run is', () => {
  expect(textOf(signed.contents, EVIDENCE_FILES.page)).toContain('`npx muster verify .`');
});

test('a history is that of one run', async () => {
  writeRun(join(root, 'year', 'one'), signed.contents);
  const history = [write('execution.json', '{"events":[]}')];
  const folder = join(root, 'year');
  await expect(run({ run: folder, history })).rejects.toThrow(
    `--history is of one run, and ${folder} has 1; verify the runs one by one, each with its own`,
  );
});

test('trails of several regions count together, and a file that is none is said', async () => {
  const files = ['a', 'b'].map((name) => write(name, '{"Events":[{}]}'));
  expect((await run({ trail: files })).text).toContain(
    'Note: --trail: 2 entries cannot be read as events of CloudTrail.\n',
  );
  const path = write('c', 'x');
  await expect(run({ trail: [path] })).rejects.toThrow(
    `--trail ${path}: is no answer of CloudTrail; name what`,
  );
});

function pemOf(namedCurve: string): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve });
  return publicKey.export({ format: 'pem', type: 'spki' }).toString();
}
