import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../../lib/domain/judge/judge-run.ts';
import { SwitchoverJudgement } from '../../../../../lib/domain/run/switchover-judgement.ts';
import { changedRun, withInput } from '../../../../fakes/changed-run.ts';
import { sha256 } from '../../../../fakes/sha256.ts';
import { judgedSwitchover, SWITCHOVER } from '../../../../fakes/stored-switchover.ts';

const NOTHING = 'no objectives were recorded before the run ended';
const CLEAN =
  'no fault, no tagged resource and no execution of the run is left; there was no disruption to undo; the heartbeat was stopped';

describe('a switchover without objectives on record', () => {
  test('is known in its clean-up alone, and has no number', () => {
    const { verdicts, reasons, rto, rpo, legs, hold, servingSite } = judgedSwitchover({
      outcomes: { RecordObjectives: null },
    });
    expect(verdicts).toEqual({
      overall: 'inconclusive',
      drill: 'inconclusive',
      rpo: 'inconclusive',
      gap: 'inconclusive',
      data: 'inconclusive',
      protection: 'inconclusive',
      hold: 'inconclusive',
      cleanup: 'met',
    });
    expect(reasons).toMatchObject({
      drill: NOTHING,
      rpo: NOTHING,
      gap: NOTHING,
      data: NOTHING,
      protection: NOTHING,
      hold: NOTHING,
      cleanup: CLEAN,
    });
    expect({ rto, rpo, legs, hold, servingSite }).toEqual({
      rto: null,
      rpo: null,
      legs: [],
      hold: null,
      servingSite: null,
    });
  });

  test('says first which failure ended it', () => {
    const failure = { state: 'PreFlight', error: 'PreFlightFailed', cause: 'c' };
    const { reasons } = judgedSwitchover({ outcomes: { RecordObjectives: null, SealRecord: { failure } } });
    expect(reasons['drill']).toMatch(new RegExp(`^.*PreFlightFailed.*; ${NOTHING}$`));
  });
});

test('files that are not those of the seal give no number, and no part is known', () => {
  const { directory, texts } = changedRun(SWITCHOVER);
  const broken = { ...texts, 'stale.ndjson': `${texts['stale.ndjson']}\n` };
  const { verdicts, rto, rpo, legs } = SwitchoverJudgement.parse(
    judgeRun({ directory, texts: broken }, sha256),
  );
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['inconclusive']));
  expect({ rto, rpo, legs }).toEqual({ rto: null, rpo: null, legs: [] });
});

describe('the site that serves at the end', () => {
  test.each([
    ['there', 'ireland'],
    ['back', 'frankfurt'],
    [null, 'frankfurt'],
  ])('with the roles of %s is %s', (holds, site) => {
    expect(judgedSwitchover({ outcomes: { SettleRoles: { holds } } }).servingSite).toBe(site);
  });

  test('is not known where nobody settled the roles, and neither is what is left of the run', () => {
    const { verdicts, reasons, servingSite } = judgedSwitchover({ outcomes: { SettleRoles: null } });
    expect(servingSite).toBeNull();
    expect(verdicts['cleanup']).toBe('inconclusive');
    expect(reasons['cleanup']).toBe('how the roles were left is not on record');
  });
});

test('a re-protection has no legs and no interruption, but says since when there are two copies', () => {
  const promotedAt = '2026-11-22T04:58:30.000000Z';
  const { legs, rto, rpo, reprotection, reasons, verdicts } = judgedSwitchover(
    withInput(SWITCHOVER, { reprotection: { stage: 'protect', failoverRun: 'run-0', promotedAt } }),
  );
  expect({ legs, rto }).toEqual({ legs: [], rto: null });
  expect(rpo).toMatchObject({ seconds: 0, heartbeats: { lost: 0 } });
  expect(reprotection).toEqual({
    stage: 'protect',
    failoverRun: 'run-0',
    withoutSecondCopy: {
      seconds: 61.869634,
      lowSeconds: 61.865634,
      highSeconds: 61.869634,
      targetSeconds: 86_400,
    },
    diverged: [],
    saved: [],
  });
  expect(verdicts).toMatchObject({ drill: 'inconclusive', protection: 'met', cleanup: 'met' });
  expect(reasons).toMatchObject({
    drill: 'not run to the end: SecureOldPrimary',
    protection: 'there was no second copy for 1 min 2 s (objective 24 h)',
    cleanup: CLEAN,
  });
});

test('a run that promoted nothing says that all is as it was', () => {
  expect(judgedSwitchover({ outcomes: { SettleRoles: { holds: null } } }).findings).toContain(
    'No replica was promoted: roles, logins and jobs are as they were before the run.',
  );
});
