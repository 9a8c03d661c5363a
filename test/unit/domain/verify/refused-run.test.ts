import { expect, test } from 'vitest';
import { RunKind } from '../../../../lib/domain/run/run-parts.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { makeVerifier, signTexts, textOf, tinyRun } from '../../../fakes/signed-run.ts';

const HELD = { state: 'AcquireLock', error: 'LockHeld', cause: 'another run holds the lock' };

function refused(run: string, kind: RunKind) {
  return tinyRun({
    schemaVersion: 1,
    kind: 'outcome',
    state: 'SealRecord',
    attempt: 0,
    at: '2026-03-01T12:00:01.000000Z',
    data: {
      failure: HELD,
      identity: { run, kind, target: 'aws', scope: 'real', plan: 'tiny' },
    },
  });
}

test.each(RunKind.options)(
  'a %s that its lock refused is signed by its name, as what it was',
  async (kind) => {
    const run = `${kind}-20260301-120000`;
    const { contents, world, predicate } = await signTexts(refused(run, kind), { status: 'failed' });
    expect(predicate).toMatchObject({ run, kind, target: 'aws', scope: 'real' });
    expect(predicate.verdicts['overall']).not.toBe('met');
    expect(textOf(contents, 'judgement.json')).toContain(`"run": "${run}"`);
    expect(verifyRun(makeVerifier([world]), contents).findings).toEqual([]);
  },
);

test('its start in the log under another name is none of it', async () => {
  const run = await signTexts(refused('failover-20260301-120000', 'failover'), {
    status: 'failed',
    start: { run: 'failover-20260301-115959' },
  });
  const { findings } = verifyRun(makeVerifier([run.world]), run.contents);
  expect(findings.map(({ kind, says }) => `${kind} ${says}`)).toEqual([
    'not-in-log the start in the log has run "failover-20260301-115959"; the statement has "failover-20260301-120000"',
  ]);
});
