import { beforeAll, describe, expect, test } from 'vitest';
import { DRILL_PREDICATE_TYPE } from '../../../../lib/domain/evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import { parseBundle, bundleText, signedEncoding } from '../../../../lib/domain/evidence/bundle.ts';
import { parseProof, proofText } from '../../../../lib/domain/evidence/proof-file.ts';
import type { RunContents } from '../../../../lib/domain/evidence/run-contents.ts';
import { parseStatement, type Statement } from '../../../../lib/domain/evidence/statement.ts';
import { parseCheckpoint } from '../../../../lib/domain/log/checkpoint.ts';
import type { KeyLeaf } from '../../../../lib/domain/log/log-leaf.ts';
import { codeOf, FINDING_CODES, type FindingKind } from '../../../../lib/domain/verify/finding.ts';
import type { Verifier } from '../../../../lib/domain/verify/verifier.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { hex } from '../../../../lib/domain/bytes.ts';
import { sha256Bytes } from '../../../fakes/fake-signer.ts';
import { keyLeaf, startLeaf } from '../../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../../fakes/log-world.ts';
import { sha256 } from '../../../fakes/sha256.ts';
import {
  goldenRun,
  makeVerifier,
  replaced,
  resigned,
  signTexts,
  textOf,
  tinyRun,
  withJudgement,
} from '../../../fakes/signed-run.ts';

const { drill: DRILL, testResult: RESULT, proof: PROOF, checkpoint: CHECKPOINT } = EVIDENCE_FILES;

type Signed = Awaited<ReturnType<typeof signTexts>>;
let signed: Signed;
let verifier: Verifier;
beforeAll(async () => {
  signed = await signTexts(withJudgement(goldenRun('v1-drill')));
  verifier = makeVerifier([signed.world]);
});

const kindsOf = (contents: RunContents, changed: Partial<Verifier> = {}) => [
  ...new Set(verifyRun({ ...verifier, ...changed }, contents).findings.map(({ kind }) => kind)),
];
const sayOf = (contents: RunContents, changed: Partial<Verifier> = {}) =>
  verifyRun({ ...verifier, ...changed }, contents).findings.map(({ file, says }) => `${file} ${says}`);
const kept = (text: string) => parseCheckpoint(text);

test.each([
  'v1',
  'v1-drill',
  'v1-observed',
  'v1-backup',
  'v1-restore',
  'v1-switchover',
  'v1-replication-check',
])('a signed run is verified: %s', async (version) => {
  const run = await signTexts(withJudgement(goldenRun(version)));
  const { findings, notes, says, log } = verifyRun(makeVerifier([run.world]), run.contents);
  // Their plans are of before there was a format.
  const unread = ['v1', 'v1-observed'].includes(version);
  expect({ findings, notes }).toEqual({
    findings: [],
    notes: unread ? [expect.stringContaining('plan.yaml: this version cannot read it')] : [],
  });
  expect(says).toEqual(run.predicate);
  expect(log).toEqual({ origin: run.world.log.origin, size: 5, end: 4 });
});

test('the first finding in the order of the codes is the exit code', () => {
  const codes = Object.values(FINDING_CODES);
  expect(codes).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  const findings = (['no-trusted-key', 'file-extra', 'numbers-differ'] as const).map((kind) => ({
    kind,
    file: 'x',
    says: 'y',
  }));
  expect([codeOf(findings), codeOf([])]).toEqual([14, 0]);
});

describe('files', () => {
  test('whose lines are in another order are other files', () => {
    const lines = textOf(signed.contents, 'ledger.ndjson').split('\n');
    const swapped = [lines[1], lines[0], ...lines.slice(2)].join('\n');
    expect(sayOf(replaced(signed.contents, 'ledger.ndjson', swapped))[0]).toMatch(
      /^ledger\.ndjson has SHA-256 [0-9a-f]{64}; what was signed has [0-9a-f]{64}$/,
    );
  });

  test('that have changed names are missing and extra', () => {
    const bytes = signed.contents.get('stale.ndjson') ?? new Uint8Array();
    const renamed = replaced(replaced(signed.contents, 'stale.ndjson', null), 'old.ndjson', bytes);
    expect(kindsOf(renamed).slice(0, 2)).toEqual(['file-missing', 'file-extra']);
  });

  test('are covered by one list in one order, by both statements alike', async () => {
    const { signer } = signed.world;
    const reversed = await resigned(signed.contents, DRILL, {
      signer,
      change: (statement) => ({ ...statement, subject: statement.subject.toReversed() }),
    });
    expect(kindsOf(reversed)).toEqual(['not-in-one-form', 'not-in-log']);
    const fewer = await resigned(signed.contents, RESULT, {
      signer,
      change: (statement) => ({ ...statement, subject: statement.subject.slice(1) }),
    });
    expect(kindsOf(fewer)).toEqual(['file-extra']);
    const without = await resigned(signed.contents, RESULT, {
      signer,
      change: (statement) => ({
        ...statement,
        subject: statement.subject.filter(({ name }) => name !== 'judgement.json'),
      }),
    });
    expect(kindsOf(without)).toEqual(['file-extra', 'file-missing']);
  });
});

describe('the names of what is signed', () => {
  const NOTHING_READS = (file: string, kind: string) =>
    `${file} was signed, and is no file that this version knows of a run of kind ${kind}: nothing reads it`;
  const saysOfRun = async (texts: Readonly<Record<string, string>>) => {
    const run = await signTexts(texts);
    const { findings } = verifyRun(makeVerifier([run.world]), run.contents);
    return { code: codeOf(findings), says: findings.map(({ file, says }) => `${file} ${says}`) };
  };

  test.each([
    ['v1-drill', 'failover', 'minutes.txt'],
    ['v1-drill', 'failover', 'more/plan.yaml'],
    ['v1-drill', 'failover', 'report-rehearsal.docx'],
    ['v1-restore', 'restore', 'retention.json.bak'],
  ])('are a closed list, whoever signed another: %s, a %s, has no %s', async (version, kind, file) => {
    const texts = { ...withJudgement(goldenRun(version)), [file]: 'all is well\n' };
    expect(await saysOfRun(texts)).toEqual({ code: 14, says: [NOTHING_READS(file, kind)] });
  });

  test.each([
    ['v1-drill', 'failover', 'manifest.ndjson'],
    ['v1-switchover', 'switchover', 'content.ndjson'],
    ['v1-backup', 'backup', 'ledger.ndjson'],
    ['v1-restore', 'restore', 'inventory.ndjson'],
    ['v1-replication-check', 'replication-check', 'copy.ndjson'],
  ])('are those of the kind: %s, a %s, has no %s', async (version, kind, file) => {
    const texts = withJudgement({ ...goldenRun(version), [file]: '' });
    const { code, says } = await saysOfRun(texts);
    expect(code).toBe(14);
    expect(says).toContain(NOTHING_READS(file, kind));
  });

  test('need not have every report among them, and it is said which are not there', async () => {
    const all = Object.entries(withJudgement(goldenRun('v1-drill')));
    const texts = Object.fromEntries(all.filter(([name]) => name !== 'report-rehearsal.txt'));
    const { world, contents } = await signTexts(texts);
    const { findings, notes } = verifyRun(makeVerifier([world]), contents);
    expect(findings).toEqual([]);
    expect(notes).toContain(
      'report-rehearsal.txt: not with this run; what it would say follows from the samples',
    );
  });

  test('are not guessed of a run that ended before its kind was on record', async () => {
    const texts = tinyRun();
    const early = withJudgement({ ...texts, 'rpo-series.ndjson': '', 'ledger.ndjson': '' });
    expect((await saysOfRun(early)).code).toBe(0);
    expect((await saysOfRun({ ...early, 'minutes.txt': 'x' })).says).toEqual([
      NOTHING_READS('minutes.txt', 'unknown'),
    ]);
  });
});

describe('a file that is no text', () => {
  test.each(['record.ndjson', 'health.ndjson', 'plan.yaml'])(
    'hides nothing, also where it was signed so: %s',
    async (file) => {
      const bytes = Uint8Array.of(0xff);
      const change = (statement: Statement) => ({
        ...statement,
        subject: statement.subject.map((one) =>
          one.name === file ? { name: file, digest: { sha256: hex(sha256Bytes(bytes)) } } : one,
        ),
      });
      const { signer } = signed.world;
      const drill = await resigned(replaced(signed.contents, file, bytes), DRILL, { signer, change });
      const both = await resigned(drill, RESULT, { signer, change });
      const { findings } = verifyRun(verifier, both);
      expect(findings.map(({ kind }) => kind)).not.toContain('bytes-changed');
      expect(findings).toContainEqual(expect.objectContaining({ kind: 'not-in-one-form', file }));
    },
  );
});

describe('who signed', () => {
  test('has to be said to be trusted', () => {
    const { keyId } = signed.world.signer.own;
    expect(kindsOf(signed.contents, { trusted: [] })).toEqual(['no-trusted-key']);
    expect(sayOf(signed.contents, { trusted: [] })[0]).toBe(
      `${DRILL} signed by the key ${keyId}, and no key was said to be trusted`,
    );
  });

  test('may have had another key before: any trusted one is right', () => {
    const trusted = [makeLogWorld().signer.own, signed.world.signer.own];
    expect(kindsOf(signed.contents, { trusted })).toEqual([]);
  });

  test('is nobody trusted where the same run was signed anew with another key', async () => {
    const forged = await signTexts(withJudgement(goldenRun('v1-drill')));
    expect(kindsOf(forged.contents)).toEqual(['no-trusted-key']);
  });

  test('is not believed by the name of a key', async () => {
    const other = makeLogWorld().signer;
    const posing = { ...other, key: async () => signed.world.signer.own };
    const change = <T>(statement: T) => ({ ...statement });
    expect(kindsOf(await resigned(signed.contents, DRILL, { signer: posing, change }))).toEqual([
      'signature-wrong',
    ]);
  });

  test('is not believed by a signature over something else', () => {
    const [one, other] = [DRILL, RESULT].map((file) => parseBundle(textOf(signed.contents, file)));
    if (!one || !other) throw new RangeError('no bundles');
    const mixed = bundleText({ ...one, signature: other.signature });
    expect(kindsOf(replaced(signed.contents, DRILL, mixed))).toEqual(['signature-wrong']);
  });

  test('signs in one form: the other value of s holds as well, and is another file', () => {
    const bundle = parseBundle(textOf(signed.contents, DRILL));
    if (!bundle) throw new RangeError('no bundle');
    const high = bundleText({ ...bundle, signature: withHighS(bundle.signature) });
    expect(kindsOf(replaced(signed.contents, DRILL, high))).toEqual(['not-in-one-form']);
  });
});

describe('a name that parsers leave out without a word', () => {
  const hidden = (): object => JSON.parse('{"__proto__":{"overall":"met"}}');

  test('is no part of a statement, whoever signs it', async () => {
    const { signer } = signed.world;
    const inside = await resigned(signed.contents, RESULT, {
      signer,
      change: (statement) => ({ ...statement, predicate: { ...statement.predicate, ...hidden() } }),
    });
    const outside = await resigned(signed.contents, RESULT, {
      signer,
      change: (statement) => ({ ...statement, ...hidden() }),
    });
    for (const contents of [inside, outside]) expect(kindsOf(contents)).toEqual(['not-in-one-form']);
  });

  test('is no part of a proof', () => {
    const text = textOf(signed.contents, PROOF).replace('{', '{"__proto__":1,');
    expect(kindsOf(replaced(signed.contents, PROOF, text))).toEqual(['not-in-one-form']);
  });
});

describe('a predicate type', () => {
  test('is that of the file: bundles cannot change places', () => {
    const [drill, result] = [textOf(signed.contents, DRILL), textOf(signed.contents, RESULT)];
    const swapped = replaced(replaced(signed.contents, DRILL, result), RESULT, drill);
    expect(codeOf(verifyRun(verifier, swapped).findings)).toBe(12);
  });

  test('is another when whoever has the key signs another', async () => {
    const other = await resigned(signed.contents, DRILL, {
      signer: signed.world.signer,
      change: (statement) => ({ ...statement, predicateType: 'urn:else' }),
    });
    expect(codeOf(verifyRun(verifier, other).findings)).toBe(12);
    expect(sayOf(other)[0]).toBe(`${DRILL} says urn:else; expected ${DRILL_PREDICATE_TYPE}`);
  });
});

describe('numbers', () => {
  const changedTexts = (change: Readonly<Record<string, string>>) => ({
    ...withJudgement(goldenRun('v1-drill')),
    ...change,
  });
  const expectDiffers = async (change: Readonly<Record<string, string>>, changed: Partial<Verifier> = {}) => {
    const run = await signTexts(changedTexts(change));
    const { findings, notes } = verifyRun(makeVerifier([run.world], changed), run.contents);
    return { kinds: findings.map(({ kind }) => kind), says: findings.map(({ says }) => says), notes };
  };

  test('of a judgement that was changed before it was signed do not follow from the samples', async () => {
    const text = withJudgement(goldenRun('v1-drill'))['judgement.json'] ?? '';
    const better = await expectDiffers({
      'judgement.json': text.replace('"seconds": 2.157026', '"seconds": 1'),
    });
    expect(better).toMatchObject({
      kinds: ['numbers-differ'],
      says: ['rto.seconds is 1 here and 2.157026 by the raw samples'],
    });
    expect(await expectDiffers({ 'judgement.json': text.trimEnd() })).toMatchObject({
      kinds: ['numbers-differ'],
      says: ['is not as it is written'],
    });
    expect(await expectDiffers({ 'judgement.json': 'x' })).toMatchObject({ kinds: ['numbers-differ'] });
  });

  test('of a statement that says others do not follow either', async () => {
    const { signer } = signed.world;
    const met = await resigned(signed.contents, DRILL, {
      signer,
      change: (statement) => ({ ...statement, predicate: { ...statement.predicate, rto: null } }),
    });
    expect(kindsOf(met)).toContain('numbers-differ');
    const passed = await resigned(signed.contents, RESULT, {
      signer,
      change: (statement) => ({ ...statement, predicate: { ...statement.predicate, result: 'PASSED' } }),
    });
    expect(kindsOf(passed)).toEqual(['numbers-differ']);
    expect(sayOf(passed)).toEqual([`${RESULT} result is "PASSED" here and "WARNED" by the raw samples`]);
  });

  test('of a report that the same version would not write do not follow; another version’s is told', async () => {
    const change = { 'report-rehearsal.txt': 'all is well\n' };
    const ranBy = '0.1.0';
    expect(await expectDiffers(change, { toolVersion: ranBy })).toMatchObject({ kinds: ['numbers-differ'] });
    const { kinds, notes } = await expectDiffers(change, { toolVersion: '0.2.0' });
    expect(kinds).toEqual([]);
    expect(notes).toEqual([
      'report-rehearsal.txt was signed as it is; it was written by version 0.1.0, so it was not compared with what this version (0.2.0) writes',
    ]);
  });

  test('of a report that claims another scope are never those of the run', async () => {
    expect(await expectDiffers({ 'report-live.txt': 'all is well\n' })).toMatchObject({
      kinds: ['numbers-differ'],
      says: ['a report of scope live; the run is of scope rehearsal'],
    });
  });
});

describe('a rehearsal', () => {
  /** The scope in the record, sealed anew, by somebody who has the key. */
  const asLive = () => {
    const texts = goldenRun('v1-drill');
    const record = (texts['record.ndjson'] ?? '').replaceAll('"scope":"rehearsal"', '"scope":"live"');
    const lines = record.slice(0, record.trimEnd().lastIndexOf('\n') + 1);
    const seal = JSON.parse(record.slice(lines.length));
    const sealed = `${lines}${JSON.stringify({ ...seal, recordSha256: sha256(lines) })}\n`;
    return withJudgement({ ...texts, 'record.ndjson': sealed });
  };

  test('is not a live drill because its record is edited, sealed and signed anew: the log has its start', async () => {
    const run = await signTexts(asLive(), { start: { scope: 'rehearsal' } });
    const { findings, says } = verifyRun(makeVerifier([run.world]), run.contents);
    expect(says?.scope).toBe('live');
    expect(findings.map(({ kind, says: what }) => `${kind}: ${what}`)).toEqual([
      'numbers-differ: the start in the log has scope "rehearsal"; the statement has "live"',
    ]);
  });

  test('has no result that a policy engine takes for passed', async () => {
    const result = parseBundle(textOf(signed.contents, RESULT));
    const statement = result && parseStatement(result.payload);
    expect(signed.predicate.verdicts['overall']).toBe('met');
    expect(statement?.predicate).toMatchObject({
      result: 'WARNED',
      warnedTests: ['scope-rehearsal'],
      failedTests: [],
    });
  });
});

describe('the log', () => {
  const proofOf = (contents: RunContents) => {
    const proof = parseProof(textOf(contents, PROOF));
    if (!proof) throw new RangeError('no proof');
    return proof;
  };
  const withProof = (change: (proof: ReturnType<typeof proofOf>) => object) => {
    const { origin, treeSize, start, end } = proofOf(signed.contents);
    const changed = { origin, treeSize, start, end, ...change(proofOf(signed.contents)) };
    return replaced(signed.contents, PROOF, proofText(changed));
  };

  test('with its leaves in another order is not the one of the checkpoint', async () => {
    const world = makeLogWorld({ signer: signed.world.signer });
    await world.append(startLeaf('beside'));
    const forked = await signTexts(withJudgement(goldenRun('v1-drill')), { world });
    expect(kindsOf(forked.contents)).toEqual([]);
    for (const file of [PROOF, CHECKPOINT]) {
      const mixed = replaced(signed.contents, file, textOf(forked.contents, file));
      expect(kindsOf(mixed)).toEqual(['not-in-log']);
    }
  });

  test('with a leaf dropped and another in its place is not the one of the checkpoint', async () => {
    const world = makeLogWorld({ signer: signed.world.signer });
    for (const { leaf } of (await signed.world.reader.entries()).slice(1)) await world.append(leaf);
    await world.append(startLeaf('filler'));
    const note = (await world.reader.newest())?.note ?? '';
    expect(kindsOf(replaced(signed.contents, CHECKPOINT, note))).toEqual(['not-in-log']);
  });

  test('that leads elsewhere, or is another one, does not have the run', () => {
    const kinds: readonly (readonly [FindingKind, RunContents])[] = [
      ['not-in-log', withProof(({ end }) => ({ end: { ...end, path: end.path.toReversed().slice(1) } }))],
      ['not-in-log', withProof(({ end }) => ({ end: { ...end, index: 3 } }))],
      ['not-in-log', withProof(({ start }) => ({ end: start }))],
      ['not-in-log', withProof(({ end }) => ({ start: end }))],
      ['not-in-log', withProof(() => ({ start: null }))],
      ['not-in-log', withProof(() => ({ origin: 'muster/eu-west-1/else' }))],
      ['not-in-log', withProof(() => ({ treeSize: 4 }))],
      ['not-in-one-form', replaced(signed.contents, PROOF, `${textOf(signed.contents, PROOF)}\n`)],
    ];
    for (const [kind, contents] of kinds) expect(kindsOf(contents)[0]).toBe(kind);
  });

  test('with an old checkpoint put back does not have the run', async () => {
    for (const { note } of (await signed.world.reader.entries()).slice(0, -1)) {
      const replayed = replaced(signed.contents, CHECKPOINT, note);
      expect(kindsOf(replayed)).toEqual(['checkpoint-replayed']);
    }
  });

  test('has the start of every run but a real one, before it began, with what it is judged against', async () => {
    const texts = withJudgement(goldenRun('v1-drill'));
    const kinds = async (start: Parameters<typeof signTexts>[1]) => {
      const run = await signTexts(texts, start);
      return verifyRun(makeVerifier([run.world]), run.contents).findings.map(({ kind }) => kind);
    };
    expect(await kinds({ start: null })).toEqual(['not-in-log']);
    expect(await kinds({ start: { late: true } })).toEqual(['not-in-log']);
    expect(await kinds({ start: { at: '2026-11-21T13:26:20.000000Z' } })).toEqual(['not-in-log']);
    expect(await kinds({ start: { kind: 'restore' } })).toEqual(['not-in-log']);
    expect(await kinds({ start: { executionArn: 'arn:else' } })).toEqual(['not-in-log']);
    expect(await kinds({ start: { plan: { name: 'orders', sha256: '00'.repeat(32) } } })).toEqual([
      'not-in-log',
    ]);
    expect(
      await kinds({ start: { objectives: { objectives: { rtoSeconds: 7200, rpoSeconds: 60 } } } }),
    ).toEqual(['numbers-differ']);
  });

  test('is that of a site of the run: another one may have been begun for the best of many runs', async () => {
    const world = makeLogWorld({ origin: 'muster/eu-west-1/of-my-own' });
    const run = await signTexts(withJudgement(goldenRun('v1-drill')), { world });
    expect(sayOf(run.contents, { trusted: [world.signer.own] })).toEqual([
      `${PROOF} is of the log muster/eu-west-1/of-my-own; the run's sites have muster/eu-central-1/muster-orders-eu-central-1 and muster/eu-west-1/muster-orders-eu-west-1`,
    ]);
  });

  test('says of a key when it held, to whoever has its leaves', async () => {
    const found = async (before: readonly KeyLeaf[], after: readonly KeyLeaf[] = []) => {
      const world = makeLogWorld();
      const { keyId } = world.signer.own;
      for (const leaf of before) await world.append({ ...leaf, keyId });
      const run = await signTexts(tinyRun(), { world });
      for (const leaf of after) await world.append({ ...leaf, keyId });
      const log = (await world.reader.entries()).map(({ text }) => text);
      const { findings } = verifyRun(makeVerifier([world], { log }), run.contents);
      return findings.map(({ kind, file, says }) => `${kind} ${file} ${says.replace(keyId, 'KEY')}`);
    };
    const morning = '2026-03-01T08:00:00.000000Z';
    const evening = '2026-03-01T18:00:00.000000Z';
    const all = (word: string) =>
      [DRILL, RESULT].map(
        (file) =>
          `no-trusted-key ${file} signed by the key KEY, which the log has as ${word} when the run's end was logged`,
      );
    const added = keyLeaf('added', morning);
    expect(await found([added], [keyLeaf('revoked', evening), keyLeaf('expired', evening)])).toEqual([]);
    expect(await found([keyLeaf('added', evening)])).toEqual(all('not in use yet'));
    expect(await found([added, keyLeaf('expired', morning)])).toEqual(all('expired'));
    expect(await found([added], [keyLeaf('revoked', morning)])).toEqual(all('revoked'));
    // A thief who dates an end back cannot put it before the revocation.
    expect(await found([added, keyLeaf('revoked', evening)])).toEqual(all('revoked'));
  });

  test('has the end of this statement, and no other', async () => {
    const other = await resigned(signed.contents, DRILL, {
      signer: signed.world.signer,
      change: (statement) => ({ ...statement, predicate: { ...statement.predicate, findings: ['none'] } }),
    });
    expect(kindsOf(other)).toEqual(['numbers-differ', 'not-in-log']);
  });

  describe('against a checkpoint that was kept', () => {
    const grown = async () => {
      const run = await signTexts(tinyRun());
      const notes = (await run.world.reader.entries()).map(({ note }) => note);
      await run.world.append(startLeaf('later'));
      const entries = await run.world.reader.entries();
      const log = entries.map(({ text }) => text);
      const check = (since: string, changed: Partial<Verifier> = {}) =>
        verifyRun(makeVerifier([run.world], { since: kept(since), ...changed }), run.contents).findings;
      return { run, notes, log, later: entries.at(-1)?.note ?? '', check };
    };

    test('is the same at the same size, and forked where the root is another', async () => {
      const { run, notes, check } = await grown();
      expect(check(notes.at(-1) ?? '')).toEqual([]);
      const fork = makeLogWorld({ signer: run.world.signer });
      for (const name of ['a', 'b', 'c', 'd', 'e']) await fork.append(startLeaf(name));
      const forked = (await fork.reader.newest())?.note ?? '';
      expect(check(forked)).toMatchObject([
        {
          kind: 'log-forked',
          says: 'is of 5 leaves, and the kept checkpoint of 5, with another root: there are two logs',
        },
      ]);
      const log = (await fork.reader.entries()).map(({ text }) => text);
      expect(check(forked, { log })).toMatchObject([{ kind: 'log-forked' }]);
      expect(check(notes.at(-1) ?? '', { log: log.slice(1) }).map(({ says }) => says)).toContain(
        'the log has 4 leaves, and a checkpoint of it 5',
      );
    });

    test('that is newer is a replay, unless the log shows that it grew out of this one', async () => {
      const { later, log, check } = await grown();
      expect(check(later).map(({ kind }) => kind)).toEqual(['checkpoint-replayed']);
      expect(check(later, { log })).toEqual([]);
      expect(check(later, { log: log.toSpliced(0, 1) })).toContainEqual(
        expect.objectContaining({ kind: 'log-forked' }),
      );
    });

    test('that is older is shown to be the same log by the log alone', async () => {
      const { notes, log, check } = await grown();
      expect(check(notes[1] ?? '').map(({ kind }) => kind)).toEqual(['log-forked']);
      expect(check(notes[1] ?? '', { log })).toEqual([]);
      expect(check(notes[1] ?? '', { log: [...log.slice(0, 2).toReversed(), ...log.slice(2)] })).not.toEqual(
        [],
      );
    });

    test('has to be signed by a trusted key, and be of the same log', async () => {
      const { run, notes, check } = await grown();
      const other = makeLogWorld();
      for (const name of ['a', 'b', 'c', 'd', 'e']) await other.append(startLeaf(name));
      const foreign = (await other.reader.newest())?.note ?? '';
      expect(check(foreign).map(({ kind, file }) => `${kind} ${file}`)).toContain('no-trusted-key --since');
      const renamed = (notes.at(-1) ?? '').replaceAll('muster-orders-eu', 'muster-others-eu');
      expect(check(renamed).map(({ kind }) => kind)).toEqual(['signature-wrong', 'not-in-log']);
      expect(run.start).not.toBeNull();
    });
  });
});

/** The other signature that holds for the same data: s is put at its distance to the order of the curve. */
function withHighS(der: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const rEnd = 4 + (der[3] ?? 0);
  const s = BigInt(`0x${Buffer.from(der.slice(rEnd + 2)).toString('hex')}`);
  const high = (order - s).toString(16).padStart(64, '0');
  const content = Buffer.from(/^[89a-f]/.test(high) ? `00${high}` : high, 'hex');
  const body = Buffer.concat([der.slice(2, rEnd), Uint8Array.of(2, content.length), content]);
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x30, body.length), body]));
}

test('what is signed is the encoding that says what the payload is', () => {
  expect(Buffer.from(signedEncoding(Buffer.from('{}'))).toString()).toBe(
    'DSSEv1 28 application/vnd.in-toto+json 2 {}',
  );
});
