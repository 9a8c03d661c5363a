import { describe, expect, it } from 'vitest';
import { answerProblem } from '../../../../lib/domain/approval/answer-problem.ts';
import { type PersonsAnswer, PeopleRequest } from '../../../../lib/domain/approval/people-request.ts';
import { requestOutcome } from '../../../../lib/domain/approval/request-outcome.ts';

const PLAN = { name: 'orders', sha256: 'a'.repeat(64) };

function request(overrides: Partial<PeopleRequest> = {}): PeopleRequest {
  return PeopleRequest.parse({
    schemaVersion: 1,
    id: 'RequestApproval-0',
    run: 'run-1',
    kind: 'approval',
    scope: 'real',
    state: 'RequestApproval',
    about: 'DeclareFailover',
    plan: PLAN,
    generation: 7,
    targets: [],
    saw: 'region-lost',
    initiator: 'Duty engineer',
    people: ['Duty engineer', 'Head of operations', 'Head of data'].map((name) => ({ name, contact: '' })),
    needed: 2,
    choices: ['approve', 'deny', 'abort'],
    askedAt: '2026-03-01T03:00:00.000000Z',
    expiresAt: '2026-03-01T03:15:00.000000Z',
    round: 0,
    attempt: 0,
    taskToken: 'token',
    ...overrides,
  });
}

function answer(overrides: Partial<PersonsAnswer> = {}): PersonsAnswer {
  return {
    schemaVersion: 1,
    request: 'RequestApproval-0',
    by: 'Head of operations',
    answer: 'approve',
    reason: '',
    at: '2026-03-01T03:01:00.000000Z',
    via: 'command',
    plan: PLAN,
    generation: 7,
    ...overrides,
  };
}

describe('an answer', () => {
  it('counts when it is given in time, for this plan and generation, by somebody who may', () => {
    expect(answerProblem(request(), answer(), [])).toBeNull();
  });

  it.each<[string, Partial<PersonsAnswer>, string]>([
    ['is too late at the expiry itself', { at: '2026-03-01T03:15:00.000000Z' }, 'has expired at'],
    ['is of another plan', { plan: { ...PLAN, sha256: 'b'.repeat(64) } }, 'another version of plan orders'],
    ['is of an older generation', { generation: 6 }, 'given for generation 6; the run has 7'],
    ['is of somebody whom the plan does not name', { by: 'A passer-by' }, 'not among those who may answer'],
    ['approves what one has started oneself', { by: 'duty  ENGINEER' }, 'cannot approve it'],
    ['says what was not asked', { answer: 'retry' }, 'it is one of approve, deny, abort'],
    ['is for another question', { request: 'RequestApproval-1' }, 'what is asked is RequestApproval-0'],
  ])('does not count when it %s', (_, overrides, words) => {
    expect(answerProblem(request(), answer(overrides), [])).toContain(words);
  });

  it('is given once, also under another spelling of the name', () => {
    const again = answer({ by: ' head of  operations', answer: 'deny' });
    expect(answerProblem(request(), again, [answer()])).toContain('has answered already');
  });

  it('denies also when it comes from the initiator', () => {
    expect(answerProblem(request(), answer({ by: 'Duty engineer', answer: 'deny' }), [])).toBeNull();
  });

  it('of a decision needs a reason where something is left out or was done by hand', () => {
    const decision = request({ kind: 'decision', choices: ['retry', 'skip', 'take-over'], people: [] });
    expect(answerProblem(decision, answer({ answer: 'skip' }), [])).toBe(
      '"skip" needs a reason, for the record',
    );
    expect(answerProblem(decision, answer({ answer: 'retry' }), [])).toBeNull();
  });
});

describe('what answers come to', () => {
  const first = answer();
  const second = answer({ by: 'Head of data', at: '2026-03-01T03:02:00.000000Z' });

  it('is nothing while people are missing', () => {
    expect(requestOutcome(request(), [first])).toBeNull();
    expect(requestOutcome(request(), [first, answer({ reason: 'once more' })])).toBeNull();
  });

  it('is an approval by the two who agreed, in whatever order they are read', () => {
    const outcome = requestOutcome(request(), [second, first]);
    expect(outcome).toMatchObject({ answer: 'approved', answeredAt: second.at });
    expect(outcome?.by.map(({ name }) => name)).toEqual(['Head of operations', 'Head of data']);
  });

  it('is a denial as soon as one denies', () => {
    const denial = answer({ by: 'Head of data', answer: 'deny', reason: 'a cut link' });
    expect(requestOutcome(request(), [first, denial])).toMatchObject({ answer: 'denied' });
  });

  it('leaves out what does not count', () => {
    expect(requestOutcome(request(), [first, answer({ by: 'Duty engineer' })])).toBeNull();
  });
});
