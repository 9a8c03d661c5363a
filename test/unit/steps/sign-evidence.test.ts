import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../lib/domain/bytes.ts';
import { EVIDENCE_FILES } from '../../../lib/domain/evidence/evidence-files.ts';
import { parseBundle } from '../../../lib/domain/evidence/bundle.ts';
import { parseStatement } from '../../../lib/domain/evidence/statement.ts';
import { readLines } from '../../../lib/domain/judge/read-lines.ts';
import { RecordEntry } from '../../../lib/domain/record/entry.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { logKeys } from '../../../lib/domain/log/log-keys.ts';
import { makeLogStart } from '../../../lib/steps/log-start.ts';
import { makeSignEvidence } from '../../../lib/steps/sign-evidence.ts';
import { CORROBORATION_FILE } from '../../../lib/domain/corroboration/corroboration-file.ts';
import { RETENTION_FILE, parseRetention } from '../../../lib/domain/evidence/retention-file.ts';
import { makeFakeRetention } from '../../fakes/fake-retention.ts';
import { makeFakeTrail } from '../../fakes/fake-trail.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const EVENT = stepEvent('SignEvidence');
const { texts } = buildRunFixture();
const FILES: Readonly<Record<string, string>> = {
  ...texts,
  'judgement.json': '{}',
  'report-rehearsal.html': '<p>ü</p>',
};

async function world(retention = makeFakeRetention()) {
  const log = makeLogWorld();
  const { clock, secrets } = makeStepWorld();
  for (const [name, text] of Object.entries(FILES)) await log.objects.put(runKeys.file('run-1', name), text);
  const { objects, append } = log;
  const { trail, asked } = makeFakeTrail({ calls: async () => ({ texts: ['run-1 was here'], whole: true }) });
  const sign = makeSignEvidence({ ...log, clock, trail, secrets, retention, sha256: sha256Bytes });
  const start = makeLogStart({ clock, append });
  const textOf = async (name: string) => (await objects.get(runKeys.file('run-1', name)))?.text ?? '';
  return { ...log, sign, start, textOf, asked, retention };
}

describe('SignEvidence', () => {
  it('signs every file that the run has left, and each of them once', async () => {
    const { sign, start, textOf, objects } = await world();
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    const bundle = parseBundle(await textOf(EVIDENCE_FILES.drill));
    const { subject = [] } = parseStatement(bundle?.payload ?? utf8('')) ?? {};
    expect(subject.map(({ name }) => name)).toEqual(
      [...Object.keys(FILES), CORROBORATION_FILE, RETENTION_FILE].toSorted(),
    );
    const keys = await objects.list(runKeys.file('run-1', 'evidence/'));
    expect(keys.map((key) => key.slice(runKeys.files('run-1').length)).toSorted()).toEqual(
      Object.values(EVIDENCE_FILES).toSorted(),
    );
  });

  it.each([
    [null, 'completed'],
    [{ state: 'Hold', error: 'RunAborted', cause: 'enough' }, 'aborted'],
    [{ state: 'Hold', error: 'RegionUnreachable', cause: 'gone' }, 'failed'],
  ] as const)('tells the log how the run ended: %j', async (failure, status) => {
    const { sign, start, reader } = await world();
    await start(stepEvent('LogStart'));
    await sign(stepEvent('SignEvidence', {}, { failure }));
    const leaves = (await reader.entries()).map(({ leaf }) => leaf);
    expect(leaves).toMatchObject([
      { type: 'start', late: false },
      { type: 'end', start: 0, status },
    ]);
  });

  it('asks both regions once what they wrote down since the run began, and signs that as well', async () => {
    const { sign, start, textOf, asked } = await world();
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    const [first] = readLines({ name: 'record', text: FILES['record.ndjson'], schema: RecordEntry }).lines;
    expect(asked.map((question) => question.split(' ').slice(0, 3).join(' '))).toEqual([
      `calls eu-west-1 ${first?.at}`,
      `events eu-west-1 ${first?.at}`,
      `calls eu-north-1 ${first?.at}`,
      `events eu-north-1 ${first?.at}`,
    ]);
    const collected = await textOf(CORROBORATION_FILE);
    expect(collected).toContain('run-1 was here');
    await sign(EVENT);
    expect([asked.length, await textOf(CORROBORATION_FILE)]).toEqual([4, collected]);
  });

  it('signs what another attempt has collected meanwhile', async () => {
    const { objects, sign, start, textOf } = await world();
    await start(stepEvent('LogStart'));
    const list = objects.list.bind(objects);
    // Between its look at the files and its own.
    objects.list = async (prefix) => {
      const names = await list(prefix);
      await objects.put(runKeys.file('run-1', CORROBORATION_FILE), 'of the other');
      return names;
    };
    await sign(EVENT);
    expect(await textOf(CORROBORATION_FILE)).toBe('of the other');
    const bundle = parseBundle(await textOf(EVIDENCE_FILES.drill));
    const { subject = [] } = parseStatement(bundle?.payload ?? utf8('')) ?? {};
    expect(subject.find(({ name }) => name === CORROBORATION_FILE)?.digest.sha256).toBe(
      sha256('of the other'),
    );
  });

  it('has nothing to ask for of a run without a record', async () => {
    const { objects, sign, start, asked } = await world();
    await objects.put(runKeys.file('run-1', 'record.ndjson'), '');
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    expect(asked).toEqual([]);
  });

  it('tells it twice of nothing, and leaves the same bytes but for the signature', async () => {
    const { sign, start, reader, textOf } = await world();
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    const proof = await textOf(EVIDENCE_FILES.proof);
    await sign(EVENT);
    expect(await textOf(EVIDENCE_FILES.proof)).toBe(proof);
    await expect(reader.entries()).resolves.toHaveLength(2);
  });

  it('logs the start of a real event that no log could be told of in time, as late', async () => {
    const { sign, reader } = await world();
    const run = runInput({ scope: 'real', real: realEvent() });
    await sign(stepEvent('SignEvidence', {}, { run }));
    const [first] = await reader.entries();
    expect(first?.leaf).toMatchObject({ type: 'start', late: true });
  });

  it('keeps every file of the run and its places in the log until the day of the plan, also when it is done again', async () => {
    const { objects, sign, start, textOf, retention } = await world();
    await objects.put(
      runKeys.file('run-1', 'plan.yaml'),
      JSON.stringify({ retention: { evidence: 'P30D', evidenceMode: 'COMPLIANCE' } }),
    );
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    const until = 'COMPLIANCE 2026-03-31T12:00:00.000000Z';
    const keys = [...(await objects.list(runKeys.files('run-1'))), logKeys.entry(0), logKeys.entry(1)];
    expect(retention.kept().toSorted()).toEqual(keys.map((key) => `${key} ${until}`).toSorted());
    const says = parseRetention(await textOf(RETENTION_FILE));
    expect(says).toMatchObject({
      bucket: 'west-bucket',
      asked: { mode: 'COMPLIANCE', seconds: 2_592_000 },
      kept: { mode: 'COMPLIANCE', until: '2026-03-31T12:00:00.000000Z' },
      problem: null,
      files: [...Object.keys(FILES), CORROBORATION_FILE].toSorted(),
    });
    await sign(EVENT);
    expect(parseRetention(await textOf(RETENTION_FILE))).toEqual(says);
    expect(new Set(retention.kept()).size).toBe(keys.length);
  });

  it.each([
    [
      makeFakeRetention([], { store: { objectLock: 'off' } }),
      { store: { objectLock: 'off' }, problem: null },
    ],
    [
      makeFakeRetention([], { store: new Error('denied') }),
      { store: { objectLock: 'unknown', problem: 'Error: denied' }, problem: null },
    ],
    [
      makeFakeRetention([], { refused: () => new Error('no permission') }),
      { problem: 'Error: no permission' },
    ],
  ])('signs that nothing keeps it, and why', async (retention, expected) => {
    const { sign, start, textOf } = await world(retention);
    await start(stepEvent('LogStart'));
    await sign(EVENT);
    const bundle = parseBundle(await textOf(EVIDENCE_FILES.drill));
    const { subject = [] } = parseStatement(bundle?.payload ?? utf8('')) ?? {};
    const says = await textOf(RETENTION_FILE);
    expect(parseRetention(says)).toMatchObject({ kept: null, files: [], ...expected });
    expect(subject.find(({ name }) => name === RETENTION_FILE)?.digest.sha256).toBe(sha256(says));
    expect(retention.kept()).toEqual([]);
  });

  it('does not end well where its files are kept and what is signed of them is not', async () => {
    const refused = (key: string) => (key.endsWith('/VERIFY.md') ? new Error('refused') : null);
    const { sign, start } = await world(makeFakeRetention([], { refused }));
    await start(stepEvent('LogStart'));
    await expect(sign(EVENT)).rejects.toThrow('refused');
  });

  it('signs nothing when it only gets ready', async () => {
    const { sign, reader, signer } = await world();
    await sign(stepEvent('SignEvidence', {}, { dryRun: true }));
    expect([signer.signed(), await reader.newest()]).toEqual([0, null]);
  });
});
