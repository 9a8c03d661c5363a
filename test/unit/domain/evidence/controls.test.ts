import { expect, test } from 'vitest';
import { controlsOf } from '../../../../lib/domain/evidence/controls.ts';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import { goldenTexts } from '../../../fakes/golden-runs.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const judgementOf = (name: string) => judgeRun({ directory: '.', texts: goldenTexts(name) }, sha256);
const nist = (judgement: Parameters<typeof controlsOf>[0]) =>
  controlsOf(judgement).flatMap(({ statement }) => statement?.id ?? []);

test.each([
  ['v1', ['cp-4.2_smt.b', 'cp-4.3_smt']],
  ['v1-switchover', ['cp-4.2_smt.b', 'cp-4.3_smt', 'cp-4.4_smt']],
  ['v1-restore', ['cp-9.1_smt', 'cp-9.2_smt', 'cp-10.4_smt']],
  ['v1-backup', ['cp-9_smt.a']],
  ['v1-replication-check', ['cp-6.2_smt']],
])('%s is evidence for %j of SP 800-53', (name, statements) => {
  expect(nist(judgementOf(name))).toEqual(statements);
});

test('a switchover that does not go back does not bring the system to where it was', () => {
  const judgement = judgementOf('v1-switchover');
  if (judgement.kind !== 'switchover') throw new Error('the golden switchover is none');
  const there = judgement.legs.filter(({ leg }) => leg === 'there');
  expect(nist({ ...judgement, legs: there })).toEqual(['cp-4.2_smt.b', 'cp-4.3_smt']);
});

test('the first stage of a failback changes no roles, and is evidence for nothing', () => {
  const judgement = judgementOf('v1-switchover');
  if (judgement.kind !== 'switchover') throw new Error('the golden switchover is none');
  const reprotection = {
    stage: 'report',
    failoverRun: null,
    withoutSecondCopy: null,
    diverged: [],
    saved: [],
  } as const;
  expect(controlsOf({ ...judgement, reprotection: { ...reprotection, diverged: [], saved: [] } })).toEqual(
    [],
  );
});
