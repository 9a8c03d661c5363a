import { expect, test } from 'vitest';
import { heldSeconds, judgeHold } from '../../../../lib/domain/judge/judge-hold.ts';
import { measureRun } from '../../../../lib/domain/judge/measure-run.ts';
import type { RunFacts } from '../../../../lib/domain/judge/run-facts.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';

const { input, facts, run } = measuredRun();
const VERIFIED = facts.exitedAt('VerifyServices') ?? expect.unreachable('the fixture verifies nothing');

/** The verification failed a minute before the hold: people were asked, and left it out. */
const leftOut: RunFacts = {
  ...facts,
  exitedAt: (state) => (state === 'VerifyServices' ? VERIFIED - 60e6 : facts.exitedAt(state)),
};

test('what passed between a verification that was left out and the hold is none of the hold', () => {
  expect(heldSeconds(facts)).toBeCloseTo(input.holdSeconds, 2);
  expect(heldSeconds(leftOut)).toBe(heldSeconds(facts));
  expect(judgeHold(input, run, leftOut)).toEqual(judgeHold(input, run, facts));
});

test('a hold that is shorter than planned is not made longer by it', () => {
  const longer = { ...input, holdSeconds: input.holdSeconds + 30 };
  expect(judgeHold(longer, run, leftOut)).toMatchObject({ verdict: 'inconclusive' });
});

test('a hold that never began, or never ended, is none', () => {
  for (const without of ['enteredAt', 'exitedAt'] as const) {
    const cut = { ...facts, [without]: (state: string) => (state === 'Hold' ? null : facts[without](state)) };
    expect(heldSeconds(cut)).toBeNull();
    expect(judgeHold(input, run, cut)).toMatchObject({ verdict: 'inconclusive' });
  }
});

test('until a verification that was left out is over nothing is verified', () => {
  expect(measureRun(input, leftOut)?.services).toEqual(measureRun(input, facts)?.services);
  const aborted = {
    ...facts,
    enteredAt: (state: string) => (state === 'Hold' ? null : facts.enteredAt(state)),
  };
  expect(measureRun(input, aborted)?.verifiedAt).toBe(VERIFIED);
  expect(measureRun(input, leftOut)?.verifiedAt).toBe(facts.enteredAt('Hold'));
});
