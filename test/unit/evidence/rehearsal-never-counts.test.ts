import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failoversHere } from '../../../lib/cli/former-failovers.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { drillProof } from '../../../lib/domain/brief/drill-proof.ts';
import { rawTexts } from '../../../lib/domain/evidence/run-contents.ts';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { codeOf } from '../../../lib/domain/verify/finding.ts';
import { verifyRun } from '../../../lib/domain/verify/verify-run.ts';
import { drilled } from '../../fakes/former-failovers.ts';
import { sha256 } from '../../fakes/sha256.ts';
import {
  contentsOf,
  goldenRun,
  makeVerifier,
  replaced,
  signTexts,
  textOf,
  withJudgement,
} from '../../fakes/signed-run.ts';
import { complaints, program } from '../cli/parsed-command.ts';
import { planOf, problemsOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const RUN = withJudgement(goldenRun('v1-drill'));
const NOW = {
  plan: planOf(SMALL_PLAN),
  sha256: 'a'.repeat(64),
  now: parseInstant('2027-03-10T03:00:00.000000Z'),
};

const SCOPES = ['isolated', 'live', 'real'];
const asLive = (text = '') =>
  text
    .replaceAll('"scope":"rehearsal"', '"scope":"live"')
    .replaceAll('"scope": "rehearsal"', '"scope": "live"');

describe('a rehearsal is not counted by a plan', () => {
  test.each(['scope: live\n', 'target: aws\n', 'evidence: { scope: live }\n'])('that says %j', (line) => {
    expect(problemsOf(`${SMALL_PLAN}${line}`)).not.toEqual([]);
  });
});

describe('a rehearsal is not counted by a flag', () => {
  const kinds = program().commands.find((command) => command.name() === 'drill')?.commands ?? [];
  const calls = kinds.flatMap((kind) =>
    ['--scope live', '--target aws', '--live'].map((flag) => `npx muster drill ${kind.name()} ${flag}`),
  );

  test('of which drills have none', () => {
    expect(calls).toHaveLength(15);
    for (const call of calls) expect(complaints(call), call).not.toEqual([]);
  });
});

describe('a rehearsal is not counted by import', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'muster-rehearsal-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  async function kept(files: Readonly<Record<string, string>>) {
    const state = stateDirectory({ MUSTER_STATE_DIR: root });
    const directory = state.runDirectory('orders-1');
    mkdirSync(directory, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    return failoversHere(state, 'orders');
  }

  test('of its files into the runs that are kept, whatever its judgement was made to say', async () => {
    expect(await kept(RUN)).toMatchObject([{ scope: 'rehearsal', verdict: 'met' }]);
    const text = asLive(RUN['judgement.json']);
    expect(text).not.toBe(RUN['judgement.json']);
    expect(await kept({ ...RUN, 'judgement.json': text })).toMatchObject([{ scope: 'rehearsal' }]);
    const { 'record.ndjson': record = '', ...others } = RUN;
    const unrecorded = record.replaceAll('"RecordObjectives"', '"Elsewhere"');
    expect(await kept({ ...others, 'record.ndjson': unrecorded, 'judgement.json': text })).toMatchObject([
      { scope: 'rehearsal' },
    ]);
  });

  test('of a run as one that people have done: what is adopted are steps of a real event', () => {
    expect(complaints('npx muster runs adopt orders-1 --plan p.yaml --as Ada --reason x')).not.toEqual([]);
  });

  test('into what proves a plan for AWS: it is fresh for the sandbox alone', () => {
    const passed = [drilled({ planSha256: NOW.sha256 })];
    expect(drillProof(passed, { ...NOW, target: 'sandbox' }).stale).toBeNull();
    expect(drillProof(passed, { ...NOW, target: 'aws' })).toEqual({
      passed: null,
      notPassedSince: null,
      stale: 'no failover drill of this plan has passed',
    });
  });

  test('behind a live drill that is too old, or was missed: it refreshes neither', () => {
    const rehearsed = drilled({ run: 'rehearsed', at: '2027-03-09T03:00:00.000000Z' });
    const old = drilled({ run: 'old', scope: 'live', at: '2025-03-09T03:00:00.000000Z' });
    expect(drillProof([rehearsed, old], { ...NOW, target: 'aws' })).toMatchObject({
      passed: { run: 'old' },
      stale: expect.stringContaining('older than evidence.maxAge'),
    });
    const missed = drilled({ run: 'missed', scope: 'live', verdict: 'missed' });
    const before = drilled({ run: 'before', scope: 'live', at: '2027-03-01T03:00:00.000000Z' });
    expect(drillProof([rehearsed, missed, before], { ...NOW, target: 'aws' }).stale).toBe(
      'the newest drill, missed, was missed',
    );
  });

  test('and one that did not pass counts against the plan all the same', () => {
    const missed = drilled({ run: 'rehearsed', verdict: 'missed' });
    const live = drilled({ run: 'live', scope: 'live', at: '2027-03-01T03:00:00.000000Z' });
    expect(drillProof([missed, live], { ...NOW, target: 'aws' }).stale).toBe(
      'the newest drill, rehearsed, was missed',
    );
  });
});

describe('a rehearsal is not counted by edited metadata', () => {
  test.each(['judgement.json', 'record.ndjson', 'evidence/proof.json', 'evidence/VERIFY.md'])(
    'of %s after it was signed',
    async (name) => {
      const { contents, world } = await signTexts(RUN);
      const before = textOf(contents, name);
      for (const scope of SCOPES) {
        const edited = replaced(contents, name, before.replaceAll('rehearsal', scope));
        expect(codeOf(verifyRun(makeVerifier([world]), edited).findings), scope).not.toBe(0);
      }
    },
  );

  test('of the judgement before it was signed: it does not follow from the record', async () => {
    const edited = { ...RUN, 'judgement.json': asLive(RUN['judgement.json']) };
    const { contents, world, predicate } = await signTexts(edited);
    expect(predicate.scope).toBe('rehearsal');
    expect(verifyRun(makeVerifier([world]), contents).findings).toMatchObject([
      {
        kind: 'numbers-differ',
        file: 'judgement.json',
        says: expect.stringContaining('scope is "live" here'),
      },
    ]);
  });

  test('of the record, which the seal covers: the judge takes none of it for met', () => {
    const edited = contentsOf({ ...RUN, 'record.ndjson': asLive(RUN['record.ndjson']) });
    const { verdicts, findings } = judgeRun({ directory: '.', texts: rawTexts(edited) }, sha256);
    expect(verdicts.overall).toBe('inconclusive');
    expect(findings.join('\n')).toContain('The files are not those of the run');
  });

  test('of the name of a report', async () => {
    const { contents, world } = await signTexts(RUN);
    const report = textOf(contents, 'report-rehearsal.txt');
    const renamed = replaced(replaced(contents, 'report-rehearsal.txt', null), 'report-live.txt', report);
    expect(codeOf(verifyRun(makeVerifier([world]), renamed).findings)).toBe(13);
  });
});
