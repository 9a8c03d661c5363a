import { expect, it } from 'vitest';
import type { FenceRung } from '../../../../lib/domain/fence/rung.ts';
import type { FenceAttempt } from '../../../../lib/domain/record/fence-outcomes.ts';
import type { StepEvent } from '../../../../lib/steps/step/step-event.ts';
import { mayComeYet } from '../../../../lib/steps/step/rungs-to-come.ts';
import { inStep } from '../../../fakes/in-step.ts';
import { runInput } from '../../../fakes/run-input.ts';
import { stepEvent } from '../../../fakes/step-event.ts';
import { makeStepWorld } from '../../../fakes/step-world.ts';

const LADDER: readonly FenceRung[] = ['revoke-login-and-end-sessions', 'close-network', 'stop-instance'];
const DEFERRED = { execution: 'arn:of:fence', key: 'fences/orders/run-1.json', back: [] };

function asked(
  attempts: readonly (readonly [FenceRung, FenceAttempt['result']])[],
  {
    rungs = LADDER,
    deferred = [],
    ...event
  }: Partial<StepEvent> &
    Partial<Record<'rungs', typeof LADDER>> & {
      readonly deferred?: readonly string[];
    } = {},
) {
  const tried = attempts.map(([rung, result]) => ({ rung, result, detail: '', seconds: 2 }));
  const outcomes = {
    ...(attempts.length > 0 && {
      FenceOldPrimary: {
        databases: [{ id: 'orders', proof: 'none' as const, attempts: tried }],
        waitedSeconds: 2,
      },
    }),
    ...(deferred.length > 0 && { DeferFence: { ...DEFERRED, databases: [...deferred] } }),
  };
  const fence = { rungs: [...rungs], closedSecurityGroup: 'sg-0c0c0c0c', writersKey: null };
  const run = runInput({ scope: 'real', fence });
  return inStep(makeStepWorld(), stepEvent('ReturnRegion', outcomes, { run, ...event }), async (context) =>
    mayComeYet(context, 'orders'),
  );
}

it.each(['unproven', 'unreachable', 'failed', 'refuted'] as const)(
  'a rung of the control plane that was %s when its deadline passed may come yet',
  async (result) => {
    expect(await asked([['close-network', result]])).toBe(true);
    expect(await asked([['stop-instance', result]])).toBe(true);
    expect(await asked([['revoke-login-and-end-sessions', result]])).toBe(false);
  },
);

it('one that was seen in force has come, and a plan that asks the control plane nothing waits for nothing', async () => {
  expect(await asked([['close-network', 'proven']])).toBe(false);
  const rungs: readonly FenceRung[] = ['revoke-login-and-end-sessions', 'stop-application-writers'];
  const failure = { state: 'FenceOldPrimary', error: 'States.Timeout', cause: '' };
  expect(await asked([['close-network', 'unproven']], { rungs, failure })).toBe(false);
});

it('one of which no outcome tells may have been asked for', async () => {
  for (const state of ['FenceOldPrimary', 'DeferFence'])
    expect(await asked([], { failure: { state, error: 'States.Timeout', cause: '' } })).toBe(true);
  expect(await asked([], { failure: { state: 'PreFlight', error: 'RunAborted', cause: '' } })).toBe(false);
});

it('a fence that was deferred asks by itself, of the databases that were left to it', async () => {
  expect(await asked([['close-network', 'proven']], { deferred: ['orders'] })).toBe(true);
  expect(await asked([['close-network', 'proven']], { deferred: ['stock'] })).toBe(false);
});
