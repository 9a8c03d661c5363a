import { describe, expect, it } from 'vitest';
import { answerProblem, lateness } from '../../../../lib/domain/approval/answer-problem.ts';
import { plainName, sameName } from '../../../../lib/domain/approval/plain-name.ts';
import { PeopleRequest, type TakenAnswer } from '../../../../lib/domain/approval/people-request.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { requestOutcome } from '../../../../lib/domain/approval/request-outcome.ts';

const TARGETS = ['promote orders-west in eu-west-1 in place of orders-north in eu-north-1'];
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
    targets: TARGETS,
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

/** Taken by the bucket when its person says, unless it says otherwise. */
function answer(overrides: Partial<TakenAnswer> = {}): TakenAnswer {
  const { at = '2026-03-01T03:01:00.000000Z' } = overrides;
  return {
    schemaVersion: 1,
    request: 'RequestApproval-0',
    by: 'Head of operations',
    answer: 'approve',
    reason: '',
    at,
    takenAt: parseInstant(at),
    via: 'command',
    plan: PLAN,
    generation: 7,
    targets: TARGETS,
    ...overrides,
  };
}

describe('an answer to people who have pseudonyms', () => {
  const [starter, other] = ['person-0123456789abcdef', 'person-fedcba9876543210'];
  const people = [starter, other].map((name) => ({ name, contact: '' }));
  const asked = request({ pseudonyms: true, initiator: starter, people });

  it('is given under one, and never by whoever has started the run', () => {
    expect(answerProblem(asked, answer({ by: other }), [])).toBeNull();
    expect(answerProblem(asked, answer({ by: starter }), [])).toBe(
      `${starter} has started the run, and cannot approve it: somebody else has to`,
    );
  });

  it.each(['approve', 'deny', 'abort'] as const)('is none under a name, to %s', (word) => {
    expect(answerProblem(asked, answer({ by: 'Head of operations', answer: word }), [])).toBe(
      'it has a name, and plan and evidence have pseudonyms: `npx muster people pseudonym NAME` says which is yours',
    );
  });
});

describe('an answer', () => {
  it('counts when it is given in time, for this plan and generation, by somebody who may', () => {
    expect(answerProblem(request(), answer(), [])).toBeNull();
  });

  it.each<[string, Partial<TakenAnswer>, string]>([
    [
      'is of another plan',
      { plan: { ...PLAN, sha256: 'b'.repeat(64) } },
      'it was given for another version of plan orders: look at this one, and answer again',
    ],
    [
      'is for other changes',
      { targets: ['send traffic from north to west'] },
      'it was given for other changes (send traffic from north to west): look at what is asked now, and answer again',
    ],
    [
      'says for which changes it is of none',
      { targets: [] },
      'it was given for other changes (none): look at what is asked now, and answer again',
    ],
    ['is of an older generation', { generation: 6 }, 'it was given for generation 6; the run has 7'],
    [
      'is of somebody whom the plan does not name',
      { by: 'A passer-by' },
      'A passer-by is not among those who may answer: Head of operations, Head of data',
    ],
    [
      'approves what one has started oneself',
      { by: 'duty  ENGINEER' },
      'duty  ENGINEER has started the run, and cannot approve it: somebody else has to',
    ],
    [
      'says what was not asked',
      { answer: 'retry' },
      '"retry" cannot be said of this; it is one of approve, deny, abort',
    ],
    [
      'is for another question',
      { request: 'RequestApproval-1' },
      'it answers RequestApproval-1; what is asked is RequestApproval-0',
    ],
  ])('does not count when it %s', (_, overrides, words) => {
    expect(answerProblem(request(), answer(overrides), [])).toBe(words);
  });

  const EXPIRY = parseInstant('2026-03-01T03:15:00.000000Z');

  it('is in time until right before the expiry, and too late at the expiry itself', () => {
    expect(lateness(request(), answer({ takenAt: EXPIRY - 1 }))).toBeNull();
    expect(lateness(request(), answer({ takenAt: EXPIRY }))).toBe(
      'RequestApproval-0 has expired at 2026-03-01T03:15:00.000000Z: what was asked then is not asked any more',
    );
  });

  it('is late by the clock of the bucket, whatever the clock of its person says', () => {
    const bySlowClock = answer({ at: '2026-03-01T03:14:00.000000Z', takenAt: EXPIRY + 60e6 });
    expect(requestOutcome(request({ needed: 1 }), [bySlowClock])).toBeNull();
    const byFastClock = answer({ at: '2026-03-01T03:16:00.000000Z', takenAt: EXPIRY - 60e6 });
    expect(requestOutcome(request({ needed: 1 }), [byFastClock])).toMatchObject({
      answer: 'approved',
      answeredAt: '2026-03-01T03:14:00.000000Z',
      by: [{ at: '2026-03-01T03:16:00.000000Z' }],
    });
  });

  it('comes before another by the clock of the bucket', () => {
    const abort = answer({ by: 'Anybody', answer: 'abort', takenAt: EXPIRY - 2e6 });
    const deny = answer({ answer: 'deny', at: '2026-03-01T03:00:00.000000Z', takenAt: EXPIRY - 1e6 });
    expect(requestOutcome(request(), [deny, abort])).toMatchObject({ answer: 'abort' });
  });

  it('is nobody’s where the plan names nobody', () => {
    expect(answerProblem(request({ people: [] }), answer(), [])).toBe(
      'Head of operations is not among those who may answer: the plan names nobody',
    );
  });

  it('is refused without naming who has started it among those who may answer', () => {
    const people = [{ name: 'Duty engineer', contact: '' }];
    expect(answerProblem(request({ people }), answer(), [])).toBe(
      'Head of operations is not among those who may answer: the plan names nobody beside the initiator',
    );
  });

  it('may approve what nobody is known to have started', () => {
    expect(answerProblem(request({ initiator: null }), answer({ by: 'Duty engineer' }), [])).toBeNull();
  });

  it('may be an abort of anybody, also of one who has answered before', () => {
    const abort = answer({ by: 'A passer-by', answer: 'abort' });
    expect(answerProblem(request(), abort, [answer({ by: 'A passer-by' })])).toBeNull();
    expect(answerProblem(request(), { ...abort, generation: 6 }, [])).toBe(
      'it was given for generation 6; the run has 7',
    );
  });

  it.each<[string, Partial<TakenAnswer>]>([
    ['after the expiry', { takenAt: EXPIRY + 1 }],
    ['by somebody who has seen another version of the plan', { plan: { ...PLAN, sha256: 'b'.repeat(64) } }],
  ])('may be an abort %s, and no denial', (_, overrides) => {
    const abort = requestOutcome(request(), [answer({ answer: 'abort', ...overrides })]);
    expect(abort).toMatchObject({ answer: 'abort' });
    expect(requestOutcome(request(), [answer({ answer: 'deny', ...overrides })])).toBeNull();
  });

  it('is given once, also under another spelling of the name', () => {
    const again = answer({ by: ' head of  operations', answer: 'deny' });
    expect(answerProblem(request(), again, [answer()])).toBe(
      ' head of  operations has answered already: an answer is given once, and stands',
    );
    expect(answerProblem(request(), answer({ by: 'Head of data' }), [answer(), again])).toBeNull();
  });

  it('is given by the same person whatever the width of the letters', () => {
    expect(sameName('Ａda Lovelace', 'ada lovelace')).toBe(true);
    expect(sameName('Ada Lovelace', 'Ada Byron')).toBe(false);
    expect(plainName('  Ada \t  LOVELACE ')).toBe('ada lovelace');
  });

  it('denies also when it comes from the initiator', () => {
    expect(answerProblem(request(), answer({ by: 'Duty engineer', answer: 'deny' }), [])).toBeNull();
  });

  it('of a decision needs a reason where something is left out or was done by hand', () => {
    const decision = request({
      kind: 'decision',
      choices: ['retry', 'skip', 'take-over', 'go-without'],
      people: [],
    });
    expect(answerProblem(decision, answer({ answer: 'skip' }), [])).toBe(
      '"skip" needs a reason, for the record',
    );
    expect(answerProblem(decision, answer({ answer: 'take-over', reason: '  ' }), [])).toBe(
      '"take-over" needs a reason, for the record',
    );
    expect(answerProblem(decision, answer({ answer: 'take-over', reason: 'by hand' }), [])).toBeNull();
    expect(answerProblem(decision, answer({ answer: 'go-without', reason: '' }), [])).toBe(
      '"go-without" needs a reason, for the record',
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
    expect(requestOutcome(request(), [first, denial])).toEqual({
      request: 'RequestApproval-0',
      kind: 'approval',
      about: 'DeclareFailover',
      answer: 'denied',
      askedAt: '2026-03-01T03:00:00.000000Z',
      answeredAt: denial.at,
      planSha256: PLAN.sha256,
      targets: TARGETS,
      generation: 7,
      by: [{ name: 'Head of data', at: denial.at, reason: 'a cut link', via: 'command' }],
    });
  });

  it('is what was decided first, where people decide differently', () => {
    const deny = answer({ by: 'Head of data', answer: 'deny', at: '2026-03-01T03:03:00.000000Z' });
    const abort = answer({ by: 'Anybody', answer: 'abort', at: '2026-03-01T03:02:00.000000Z' });
    expect(requestOutcome(request(), [deny, abort])).toMatchObject({ answer: 'abort' });
  });

  it('is in the order of the names where people answer in the same instant', () => {
    const outcome = requestOutcome(request(), [first, answer({ by: 'Head of data' })]);
    expect(outcome?.by.map(({ name }) => name)).toEqual(['Head of data', 'Head of operations']);
  });

  it('names as many as were needed, and no more', () => {
    const outcome = requestOutcome(request({ needed: 1 }), [second, first]);
    expect(outcome).toMatchObject({ answeredAt: first.at, by: [{ name: 'Head of operations' }] });
    expect(outcome?.by).toHaveLength(1);
  });

  it('is what one says of a state that has failed', () => {
    const decision = request({ kind: 'decision', choices: ['retry', 'skip'], people: [], needed: 1 });
    expect(requestOutcome(decision, [answer({ answer: 'retry' })])).toMatchObject({ answer: 'retry' });
  });

  it('leaves out what does not count', () => {
    expect(requestOutcome(request(), [first, answer({ by: 'Duty engineer' })])).toBeNull();
  });
});
