import { expect, test } from 'vitest';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { goldenRun, makeVerifier, signTexts, tinyRun, withJudgement } from '../../../fakes/signed-run.ts';

const WHOLE = withJudgement(goldenRun('v1-drill'));

async function said(texts: Readonly<Record<string, string>>, status: 'completed' | 'failed' | 'aborted') {
  const run = await signTexts(texts, { status });
  const { findings } = verifyRun(makeVerifier([run.world]), run.contents);
  return findings.map(({ kind, file, says }) => `${kind} ${file} ${says}`);
}

test('an end that says how the record was sealed holds, and so does one of a run that failed after its seal', async () => {
  expect(await said(WHOLE, 'completed')).toEqual([]);
  expect(await said(WHOLE, 'failed')).toEqual([]);
});

test('a whole run was not aborted', async () => {
  expect(await said(WHOLE, 'aborted')).toEqual([
    'numbers-differ evidence/proof.json the end in the log has it aborted; the record was sealed as completed',
  ]);
});

test('a run that failed did not complete', async () => {
  const turnedBack = (error: string) =>
    tinyRun({
      schemaVersion: 1,
      kind: 'outcome',
      state: 'SealRecord',
      attempt: 0,
      at: '2026-03-01T12:00:01.000000Z',
      data: { failure: { state: 'PreFlight', error, cause: '' } },
    });
  expect(await said(turnedBack('PreFlightFailed'), 'failed')).toEqual([]);
  expect(await said(turnedBack('RunAborted'), 'aborted')).toEqual([]);
  expect(await said(turnedBack('PreFlightFailed'), 'completed')).toEqual([
    'numbers-differ evidence/proof.json the end in the log has it completed; the record was sealed as failed',
  ]);
});

test('without a closing outcome nothing is known of it', async () => {
  expect(await said(tinyRun(), 'aborted')).toEqual([]);
});
