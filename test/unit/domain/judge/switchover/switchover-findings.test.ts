import { expect, test } from 'vitest';
import { switchoverFindings } from '../../../../../lib/domain/judge/switchover/switchover-findings.ts';
import type { SwitchoverInput } from '../../../../../lib/domain/run/switchover-input.ts';
import type { RunChanges } from '../../../../fakes/changed-run.ts';
import { measuredSwitchover } from '../../../../fakes/stored-switchover.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { CONFIRMED } from '../../../../fakes/failback-confirmation.ts';
import { switchoverInput } from '../../../../fakes/switchover-event.ts';

const findingsOf = (overrides: Partial<SwitchoverInput>) =>
  switchoverFindings(
    null,
    factsOf({
      RecordObjectives: {
        input: switchoverInput(overrides),
        executionArn: 'arn:run-1',
        toolVersion: '1.2.3',
      },
    }),
  );

test.each([
  ['typed', 'typed at a terminal'],
  ['unattended', 'given by a machine (--confirm)'],
  ['console', "put into the state machine's input"],
] as const)('who has confirmed a failback stands among its findings, when and how: %s', (how, words) => {
  expect(findingsOf({ turned: true, failback: false, confirmation: { ...CONFIRMED, how } })).toEqual([
    `Confirmed by Carl at 2026-03-01T11:59:50.000000Z: orders, ${words}.`,
  ]);
});

test('a drill, and a failback of before, are said to be confirmed by nobody', () => {
  expect(findingsOf({})).toEqual([]);
  expect(findingsOf({ turned: true, failback: false })).toEqual([]);
});

/** What is said of the stored switchover, with other facts. */
function told(changes: RunChanges, without: 'doubt' | null = null): readonly string[] {
  const { run, facts } = measuredSwitchover(changes);
  const certain = run.databases.map((one) => ({ ...one, loss: null }));
  return switchoverFindings(without ? { ...run, databases: certain } : run, facts);
}

const DOUBT = '6 heartbeats of orders-db survived in doubt: written, never acknowledged.';

test('heartbeats that were never acknowledged, and are there, are counted', () => {
  expect(told({})).toContain(DOUBT);
  expect(told({}, 'doubt')).toEqual(told({}).filter((finding) => finding !== DOUBT));
});

test('sessions that were ended within a transaction are counted by leg', () => {
  const ended = (endedByForce: number) => ({
    databases: [{ id: 'orders-db', rolesWithoutLogin: [], endedIdle: 1, endedByForce }],
  });
  const findings = told({ outcomes: { DrainWriters: ended(1), DrainWritersBack: ended(2) } });
  expect(findings.filter((finding) => !told({}).includes(finding))).toEqual([
    '1 session of orders-db were ended within a transaction from frankfurt to ireland: it was rolled back.',
    '2 sessions of orders-db were ended within a transaction from ireland to frankfurt: it was rolled back.',
  ]);
  expect(told({ outcomes: { DrainWriters: null } })).toEqual(told({}));
});

test('a run that promoted nothing says that all is as it was, and one that nobody settled does not', () => {
  const asItWas = 'No replica was promoted: roles, logins and jobs are as they were before the run.';
  expect(told({ outcomes: { SettleRoles: { holds: null } } })).toContain(asItWas);
  expect(told({ outcomes: { SettleRoles: null } })).not.toContain(asItWas);
});

test('nobody is named where the objectives are not on record', () => {
  expect(switchoverFindings(null, factsOf({}))).toEqual([]);
});
