import { describe, expect, it } from 'vitest';
import { RequestOutcome } from '../../../../lib/domain/approval/request-outcome.ts';
import { failoverTargets } from '../../../../lib/domain/approval/targets.ts';
import { judgePeople } from '../../../../lib/domain/judge/judge-people.ts';
import { peopleFindings } from '../../../../lib/domain/judge/people-findings.ts';
import type { StepEntry } from '../../../../lib/domain/record/entry.ts';
import type { FailoverInput } from '../../../../lib/domain/run/failover-input.ts';
import { factsOf } from '../../../fakes/facts-of.ts';
import { realEvent } from '../../../fakes/real-event.ts';
import { runInput } from '../../../fakes/run-input.ts';
import { SEEN } from '../../../fakes/step-event.ts';

const AT = '2026-03-01T12:01:00.000000Z';
const approvals = {
  people: ['Anna', 'Ben', 'Carl'].map((name) => ({ name, contact: '' })),
  needed: 2,
  timeoutSeconds: 900,
  validSeconds: 14_400,
  divergence: { needed: 2, timeoutSeconds: 900 },
};
const RUN = runInput({ scope: 'real', approvals, real: realEvent() });
const { AcquireLock } = SEEN;

function said(name: string, reason = '') {
  return { name, at: AT, reason, via: 'command' };
}

function approval(overrides: Partial<RequestOutcome> = {}): RequestOutcome {
  return RequestOutcome.parse({
    request: 'RequestApproval-0',
    kind: 'approval',
    about: 'DeclareFailover',
    answer: 'approved',
    askedAt: AT,
    answeredAt: AT,
    planSha256: RUN.plan.sha256,
    generation: AcquireLock.generation,
    by: [said('Anna'), said('Ben')],
    ...overrides,
  });
}

function judged(given: RequestOutcome | null, run: FailoverInput = RUN) {
  const facts = factsOf({ AcquireLock, ...(given && { RequestApproval: given }) });
  return judgePeople(run, facts).map(({ verdict, reason }) => `${verdict}: ${reason}`);
}

describe('what people have left open in a run', () => {
  it('is nothing where as many have approved as the plan wants, under whatever spelling', () => {
    expect(judged(approval())).toEqual([]);
    expect(judged(approval({ by: [said('ANNA'), said(' ben ')] }))).toEqual([]);
  });

  it('is nothing where it was given for what the run is to change, or by a version that did not say', () => {
    expect(judged(approval({ targets: [...failoverTargets(RUN)] }))).toEqual([]);
    expect(judged(approval({ targets: undefined }))).toEqual([]);
  });

  it('is nothing where the plan asks nobody', () => {
    expect(judged(null, runInput({ approvals: { ...approvals, needed: 0 } }))).toEqual([]);
  });

  it.each<[string, RequestOutcome | null, string]>([
    ['nobody has answered', null, 'no approval is on record'],
    ['somebody has denied it', approval({ answer: 'denied' }), 'no approval is on record'],
    [
      'it was given for another plan',
      approval({ planSha256: 'b'.repeat(64) }),
      'the approval was given for another plan, or to another generation',
    ],
    [
      'it was given to another generation',
      approval({ generation: 6 }),
      'the approval was given for another plan, or to another generation',
    ],
    [
      'it was given for other changes',
      approval({ targets: ['send traffic from north to south'] }),
      'the approval was given for other changes: send traffic from north to south',
    ],
    ['it was given for none', approval({ targets: [] }), 'the approval was given for other changes: none'],
    [
      'it was given by who has started it',
      approval({ by: [said('Anna'), said('carl')] }),
      'Carl has started the run and approved it',
    ],
    [
      'one person has given it twice',
      approval({ by: [said('Anna'), said('anna')] }),
      '1 of 2 people have approved whom the plan names',
    ],
    [
      'somebody has given it whom the plan does not name',
      approval({ by: [said('Anna'), said('Dora')] }),
      '1 of 2 people have approved whom the plan names',
    ],
  ])('is the approval, where %s', (_, given, reason) => {
    expect(judged(given)).toEqual([`inconclusive: ${reason}`]);
  });

  it('is the plan, where the run has asked for less than it does', () => {
    const plan =
      'approvals: { people: [{ name: Anna }, { name: Ben }, { name: Carl }], real: { needed: 3 } }';
    const facts = factsOf({ AcquireLock, RequestApproval: approval() }, { 'plan.yaml': plan });
    expect(judgePeople(RUN, facts)).toEqual([
      {
        verdict: 'inconclusive',
        reason: 'the run was not approved according to its plan: 2 approvals instead of 3',
      },
    ]);
    const none = { ...RUN, approvals: { ...approvals, needed: 0 } };
    expect(judgePeople(none, facts)).toMatchObject([{ verdict: 'inconclusive' }]);
    expect(judgePeople(runInput({ approvals }), facts)).toEqual([]);
  });

  it('is who started and approved it, where names and pseudonyms do not tell them apart', () => {
    const [one, two, three] = ['1', '2', '3'].map((digit) => `person-${digit.repeat(16)}`);
    const names = [one, two, three].map((name) => ({ name: name ?? '', contact: '' }));
    const plan = JSON.stringify({
      evidence: { people: 'pseudonyms' },
      approvals: { people: names, real: { needed: 2 } },
    });
    const given = approval({ by: [said(one ?? ''), said(two ?? '')] });
    const facts = factsOf({ AcquireLock, RequestApproval: given }, { 'plan.yaml': plan });
    const startedBy = (initiator = '') =>
      judgePeople(
        runInput({
          scope: 'real',
          approvals: { ...approvals, people: names },
          real: realEvent({ initiator }),
        }),
        facts,
      ).map(({ verdict, reason }) => `${verdict}: ${reason}`);
    expect(startedBy(three)).toEqual([]);
    expect(startedBy(two)).toEqual([`inconclusive: ${two} has started the run and approved it`]);
    expect(startedBy('Carl')).toEqual([
      'inconclusive: who started the run has a name, and who approved it a pseudonym: they may be one person',
    ]);
  });

  it('is a plan that cannot be read, where the event was real', () => {
    const facts = factsOf({ AcquireLock, RequestApproval: approval() }, { 'plan.yaml': '' });
    expect(judgePeople(RUN, facts)).toEqual([
      { verdict: 'inconclusive', reason: 'the plan cannot be read for who has to approve it' },
    ]);
    expect(judgePeople(runInput({ approvals }), facts)).toEqual([]);
  });

  it('is everything under break-glass, whatever else is there', () => {
    const run = { ...RUN, real: realEvent({ breakGlass: 'nobody could be reached' }) };
    expect(judged(approval(), run)).toEqual([
      'inconclusive: break-glass: nobody was asked to approve, nobody could be reached',
    ]);
  });

  it('takes a drill that nobody is known to have started for approved by whom the plan names', () => {
    const drill = runInput({ approvals });
    expect(judged(approval({ by: [said('Anna'), said('Carl')] }), drill)).toEqual([]);
  });

  it('is each step that was left out, with who said so and why', () => {
    const answer = { kind: 'decision', about: 'VerifyServices', request: 'RequestDecision-0' } as const;
    const facts = withDecisions(
      approval({ ...answer, answer: 'skip', by: [said('Anna', 'tried by hand'), said('Ben')] }),
      approval({ ...answer, answer: 'retry', about: 'SwitchTraffic' }),
    );
    expect(judgePeople(runInput({ approvals: { ...approvals, needed: 0 } }), facts)).toEqual([
      { verdict: 'inconclusive', reason: 'VerifyServices was left out by Anna (tried by hand) and Ben' },
    ]);
  });
});

/** A run of which the record has these decisions, an intent and something of another form. */
function withDecisions(...decisions: readonly unknown[]) {
  const facts = factsOf({ AcquireLock });
  const entry = (attempt: number, data: unknown, kind: 'intent' | 'outcome' = 'outcome'): StepEntry => ({
    schemaVersion: 1,
    kind,
    state: 'RequestDecision',
    attempt,
    at: AT,
    data: Object.fromEntries(Object.entries(data ?? {})),
  });
  const entries = [
    ...facts.entries,
    entry(100, decisions[0], 'intent'),
    { ...entry(100, decisions[0]), state: 'RequestApproval' },
    entry(101, { answer: 'skip' }),
    ...decisions.map((data, index) => entry(index, data)),
  ];
  return { ...facts, entries };
}

describe('what people have said and done in a run', () => {
  const decision = { kind: 'decision' as const, about: 'VerifyServices', by: [said('Anna', 'why')] };

  function recorded(run: FailoverInput, outcomes: Parameters<typeof factsOf>[0] = {}) {
    return factsOf({
      RecordObjectives: { input: run, executionArn: 'arn:run-1', toolVersion: '1.2.3' },
      ...outcomes,
    });
  }

  it('is nothing in a run that asked nobody', () => {
    expect(peopleFindings(recorded(runInput()))).toEqual([]);
  });

  it('says loudly what somebody has overridden', () => {
    const real = realEvent({
      breakGlass: 'nobody could be reached',
      despite: 'the bank calls',
      staleEvidence: 'drilled on paper',
    });
    expect(peopleFindings(recorded(runInput({ scope: 'real', real })))).toEqual([
      'BREAK-GLASS by Carl: nobody could be reached.',
      'Carl said to go on whatever is seen: the bank calls.',
      'Stale evidence was accepted by Carl: drilled on paper.',
    ]);
    expect(peopleFindings(recorded(RUN))).toEqual([]);
  });

  it('names who has approved, and who has accepted that nothing proves the fence', () => {
    const RequestAcceptance = approval({ kind: 'divergence', answer: 'denied', by: [said('Ben', 'no')] });
    expect(peopleFindings(factsOf({ RequestApproval: approval(), RequestAcceptance }))).toEqual([
      'The run was approved by Anna and Ben.',
      'Going on without a proven fence was denied by Ben (no).',
    ]);
  });

  it('names who has aborted the run where an approval was asked for', () => {
    const by = [said('Ben', 'a false alarm')];
    const RequestAcceptance = approval({ kind: 'divergence', answer: 'abort', by });
    expect(peopleFindings(factsOf({ RequestApproval: approval({ answer: 'abort', by }) }))).toEqual([
      'The run was aborted by Ben (a false alarm) while it asked whether the run is approved.',
    ]);
    expect(peopleFindings(factsOf({ RequestAcceptance }))).toEqual([
      'The run was aborted by Ben (a false alarm) while it asked whether going on without a proven fence is approved.',
    ]);
  });

  it.each([
    ['retry', 'VerifyServices was tried again at the word of Anna (why).'],
    ['skip', 'VerifyServices was left out at the word of Anna (why).'],
    [
      'take-over',
      'VerifyServices was said to be done by hand, for the run to prove, at the word of Anna (why).',
    ],
    ['go-without', 'VerifyServices was to go on without what cannot be had, at the word of Anna (why).'],
    ['abort', 'VerifyServices was where the run was aborted, at the word of Anna (why).'],
  ] as const)('names who has decided on a step that failed: %s', (answer, words) => {
    expect(peopleFindings(withDecisions(approval({ ...decision, answer })))).toEqual([words]);
  });

  it('names who has carried out a step of the runbook, and when, and none that is only taken over', () => {
    const facts = factsOf({});
    const intent = (state: string, at: string | null, adopted = true): StepEntry => ({
      schemaVersion: 1,
      kind: 'intent',
      state,
      attempt: 0,
      at: AT,
      data: { byHand: { by: 'Grace', note: 'page 3', at, adopted } },
    });
    const entries = [
      intent('StopBackgroundJobs', AT),
      intent('SwitchTraffic', null, false),
      { ...intent('FenceOldPrimary', AT), kind: 'outcome' as const },
      { ...intent('PromoteReplica', AT), data: {} },
    ];
    expect(peopleFindings({ ...facts, entries })).toEqual([
      `StopBackgroundJobs was done by hand by Grace, at ${AT} by that person's word: page 3.`,
    ]);
  });
});
