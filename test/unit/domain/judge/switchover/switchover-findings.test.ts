import { expect, test } from 'vitest';
import { switchoverFindings } from '../../../../../lib/domain/judge/switchover/switchover-findings.ts';
import type { SwitchoverInput } from '../../../../../lib/domain/run/switchover-input.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { CONFIRMED } from '../../../../fakes/failback-confirmation.ts';
import { switchoverInput } from '../../../../fakes/switchover-event.ts';

const findings = (overrides: Partial<SwitchoverInput>) =>
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
  expect(findings({ turned: true, failback: false, confirmation: { ...CONFIRMED, how } })).toEqual([
    `Confirmed by Carl at 2026-03-01T11:59:50.000000Z: orders, ${words}.`,
  ]);
});

test('a drill, and a failback of before, are said to be confirmed by nobody', () => {
  expect(findings({})).toEqual([]);
  expect(findings({ turned: true, failback: false })).toEqual([]);
});
