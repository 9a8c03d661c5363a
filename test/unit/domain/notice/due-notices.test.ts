import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { dueNotices } from '../../../../lib/domain/notice/due-notices.ts';
import type { HistoryEvent } from '../../../../lib/domain/record/history-event.ts';
import type { HeraldInput } from '../../../../lib/domain/notice/herald-input.ts';
import type { RunSeen } from '../../../../lib/domain/notice/run-seen.ts';
import { heraldInputWith, MET, seenOf } from '../../../fakes/herald-input.ts';
import { peopleRequest } from '../../../fakes/people-request.ts';
import { NOON } from '../../../fakes/manual-clock.ts';
import { runHistory, WHOLE_WAY } from '../../../fakes/run-history.ts';

const LATER = NOON + 3600e6;
const NIGHT = { quietHours: { from: '22:00', to: '07:00' } };
const MIDNIGHT = parseInstant('2026-03-01T23:00:00.000000Z');
const MORNING = parseInstant('2026-03-02T06:00:00.000000Z');

const ended = (startedAt = NOON): RunSeen =>
  seenOf({
    events: runHistory(WHOLE_WAY, { startedAt, end: 'ExecutionSucceeded' }),
    status: 'SUCCEEDED',
    judgement: MET,
    fence: [{ id: 'orders', proof: 'receipt' }],
  });

const textsOf = (input: HeraldInput, seen: RunSeen, now = LATER) =>
  dueNotices(input, seen, now).notices.map(({ text }) => text);

describe('the messages of a run', () => {
  it('say REAL or DRILL first, what, numbers, where, and what to do next', () => {
    const texts = textsOf(heraldInputWith({ console: 'https://dr.example/' }, { scope: 'real' }), ended());
    expect(texts[2]).toBe(
      `REAL failover orders: fence proven
The old primary accepts no writes. Promotion begins.
at 2026-03-01 13:00:10 Europe/Berlin, 4 s after it was declared
north (eu-north-1) to west (eu-west-1), real, plan ${heraldInputWith().plan.sha256.slice(0, 12)}
run run-1
next: nothing, it goes on
to stop it: npx muster abort run-1
https://dr.example/runs/run-1`,
    );
    expect(texts.at(-1)).toBe(
      `REAL failover orders: MET
RTO at most 12.25 s, objective 1 h: met
RPO at most 40 ms, objective 1 min: met
drill met, data met, hold met, cleanup met
fence: orders proven by receipt
at 2026-03-01 13:00:19 Europe/Berlin, 13 s after it was declared
north (eu-north-1) to west (eu-west-1), real, plan ${heraldInputWith().plan.sha256.slice(0, 12)}
run run-1
next: npx muster open run-1
https://dr.example/runs/run-1`,
    );
  });

  it('name what stops the run only while there is a way back', () => {
    const stopped = dueNotices(heraldInputWith(), ended(), LATER).notices.map(({ key, text }) => [
      key.slice(7),
      /^next: nothing, it goes on$/m.test(text),
      /^to stop it: npx muster abort run-1$/m.test(text),
    ]);
    expect(stopped).toEqual([
      ['started', true, true],
      ['declared', true, true],
      ['fenced', true, true],
      ['promoted', true, false],
      ['switched', true, false],
      ['verified', true, false],
      ['done', false, false],
    ]);
  });

  it('say at the start, when it is declared and in the end that nobody was asked, and what else was passed', () => {
    const overrides = {
      initiator: 'Carl',
      reason: '',
      advice: { recommendation: 'look closer' as const, reason: 'the witness said nothing' },
      breakGlass: 'nobody answers the phone',
      despite: 'users call',
      staleEvidence: 'a first run',
      pastLever: 'it was forgotten',
    };
    const lines = `
BREAK-GLASS by Carl: nobody answers the phone.
Carl was told LOOK CLOSER (the witness said nothing), and said to go on whatever is seen: users call.
Stale evidence was accepted by Carl: a first run.
Carl went past the safety lever, which was engaged: it was forgotten.
`;
    const input = heraldInputWith({}, { scope: 'real', overrides });
    const { notices } = dueNotices(input, ended(), LATER);
    expect(notices.filter(({ text }) => text.includes(lines)).map(({ key }) => key.slice(7))).toEqual([
      'started',
      'declared',
      'done',
    ]);
    expect(notices[0]?.subject).toBe('REAL failover orders: started, BREAK-GLASS');
    const events = runHistory(['DeclareFailover', ['PromoteReplica', 'open']], { end: 'ExecutionTimedOut' });
    expect(textsOf(input, seenOf({ events, status: 'TIMED_OUT' })).at(-1)).toContain(lines);
  });

  it('have subjects that SNS takes, and keys that are those of the events', () => {
    const { notices, heldUntil } = dueNotices(heraldInputWith(), ended(), LATER);
    expect(heldUntil).toBeNull();
    expect(notices.map(({ key }) => key.slice(7))).toEqual([
      'started',
      'declared',
      'fenced',
      'promoted',
      'switched',
      'verified',
      'done',
    ]);
    for (const { subject, key } of notices) {
      expect(subject).toMatch(/^DRILL failover orders: [ -~]{1,78}$/);
      expect(key).toMatch(/^\d{6}-/);
    }
  });

  it('prove nothing where nothing was judged, and name why a run stopped', () => {
    const stopped = ['PromoteReplica', { error: 'PromotionRefused', cause: 'it backs up' }] as const;
    const events = runHistory(['DeclareFailover', stopped, 'ReturnRegion', 'ReleaseLock'], {
      end: 'ExecutionFailed',
    });
    const failure = { state: 'PromoteReplica', error: 'PromotionRefused', cause: 'it backs up' };
    const text = textsOf(heraldInputWith(), seenOf({ events, status: 'FAILED', failure })).at(-1);
    expect(text).toMatch(
      /^DRILL failover orders: NOT JUDGED\nPromotionRefused: it backs up\nThere is no judgement: nothing is proven\.\n/,
    );
  });

  it('say of a run that died how to go on with it', () => {
    const events = runHistory(['DeclareFailover', ['PromoteReplica', 'open']], { end: 'ExecutionTimedOut' });
    const seen = seenOf({ events, status: 'TIMED_OUT' });
    expect(textsOf(heraldInputWith({}, { scope: 'real' }), seen).at(-1)).toMatch(
      /^REAL failover orders: THE RUN DIED in PromoteReplica\n[\s\S]*\nnext: npx muster resume run-1$/,
    );
    expect(textsOf(heraldInputWith(), seen).at(-1)).toMatch(/\nnext: npx muster clean$/);
  });

  it('wait for the question that they are about, a few seconds at most', () => {
    const input = heraldInputWith({ console: 'http://127.0.0.1:8080' }, { scope: 'real' });
    const events = runHistory(['PollDetection', ['RequestApproval', 'open']]);
    const shown = {
      at: '2026-03-01T11:59:50.000000Z',
      lines: ['UNKNOWN: what was seen allows no conclusion'],
    };
    const asked = peopleRequest({ id: 'approval-1', saw: 'region-lost', shown });
    const at = NOON + 2e6;
    expect(dueNotices(input, seenOf({ events }), at).notices).toHaveLength(1);
    const text = textsOf(input, seenOf({ events, requests: [asked] }), at).at(-1);
    expect(text).toMatch(
      `REAL failover orders: waiting for approval
Carl was shown at 2026-03-01 12:59:50 Europe/Berlin:
  UNKNOWN: what was seen allows no conclusion
seen: region-lost
needed: 1 of Anna (+49 30 1), Ben
started by Carl, who cannot approve
until 2026-03-01 13:15:00 Europe/Berlin
`,
    );
    expect(text).toMatch(
      /\nnext: npx muster approve run-1 --as 'YOUR NAME'\nhttp:\/\/127.0.0.1:8080\/approvals\/run-1\/approval-1$/,
    );
    expect(dueNotices(input, seenOf({ events }), at + 6e6).notices).toHaveLength(2);
  });

  it('name those who may approve without who has started the run', () => {
    const input = heraldInputWith({}, { scope: 'real' });
    const events = runHistory(['PollDetection', ['RequestApproval', 'open']]);
    const lines = (initiator: string, people = peopleRequest().people) => {
      const requests = [peopleRequest({ initiator, people })];
      return textsOf(input, seenOf({ events, requests }), NOON + 2e6)
        .at(-1)
        ?.split('\n');
    };
    expect(lines('ben')).toContain('needed: 1 of Anna (+49 30 1)');
    expect(lines('ben', [{ name: 'Ben', contact: '' }])).toContain('needed: 1 of nobody whom the plan names');
  });

  it('ask whether a divergence is accepted once it was put to people, however long that takes', () => {
    const input = heraldInputWith({}, { scope: 'real' });
    const before = ['FenceOldPrimary', 'FenceProven?'] as const;
    const tried = runHistory([...before, ['RequestAcceptance', 'open']]);
    const subjectsOf = (seen: RunSeen) =>
      dueNotices(input, seen, LATER).notices.map(({ subject }) => subject);
    expect(subjectsOf(seenOf({ events: tried }))).toEqual(['REAL failover orders: started']);
    // What was found meanwhile takes its place: nobody was told of a question that nobody can answer.
    const tooFew = ['RequestAcceptance', { error: 'NobodyCanAnswer', cause: 'too few' }] as const;
    const refused = runHistory([...before, tooFew, ['RequestDecision', 'open']]);
    const decision = peopleRequest({ id: 'decision-1', kind: 'decision', about: 'FenceOldPrimary' });
    expect(subjectsOf(seenOf({ events: refused, requests: [decision] }))).toEqual([
      'REAL failover orders: started',
      'REAL failover orders: FenceOldPrimary failed, decide',
    ]);
    const asked = peopleRequest({ id: 'divergence-0', kind: 'divergence' });
    expect(subjectsOf(seenOf({ events: tried, requests: [asked] }))).toEqual([
      'REAL failover orders: started',
      'REAL failover orders: accept divergence?',
    ]);
  });

  it('ask once whether a divergence is accepted, also where the run died meanwhile and was redriven', () => {
    const input = heraldInputWith({}, { scope: 'real' });
    const told = (events: readonly HistoryEvent[], ...requests: RunSeen['requests']) =>
      dueNotices(input, seenOf({ events, requests }), LATER)
        .notices.filter(({ key }) => key.endsWith('-divergence'))
        .map(({ key, subject }) => [key, subject]);
    const tried = runHistory(['FenceOldPrimary', 'FenceProven?', ['RequestAcceptance', 'open']]);
    // As Step Functions has it: the state is tried again, and not entered again.
    const at = NOON + 600e6;
    const plain = { state: null, error: null, cause: null };
    const redriven = ['ExecutionTimedOut', 'ExecutionRedriven', 'TaskScheduled'].map((type, index) => ({
      ...plain,
      id: tried.length + 1 + index,
      at,
      type,
    }));
    const again = [...tried, ...redriven];
    const first = peopleRequest({ id: 'divergence-0', kind: 'divergence' });
    const open = { ...first, attempt: 100_000, taskToken: 'new' };
    // One that had expired by then is put under the next name, in the same round.
    const anew = { ...open, id: 'divergence-0-2' };
    const question = told(tried, first);
    expect(question).toEqual([[expect.any(String), 'REAL failover orders: accept divergence?']]);
    expect(told(again, open)).toEqual(question);
    expect(told(again, first, anew)).toEqual(question);
    // One that the run died over before it was put is told with the redrive that puts it.
    expect(told(again)).toEqual([]);
  });

  it('say in capitals that nobody has answered, and how everybody is reached', () => {
    const silent = ['RequestApproval', { error: 'States.Timeout', cause: '' }] as const;
    const events = runHistory(['PollDetection', silent, ['RequestApproval', 'open']]);
    const of = (id: string, round: number, askedAt: string) => peopleRequest({ id, round, askedAt });
    const first = of('approval-0', 0, '2026-03-01T12:00:00.000000Z');
    const textAfter = (askedAt: string) => {
      const seen = seenOf({ events, requests: [first, of('approval-1', 1, askedAt)] });
      return textsOf(heraldInputWith({}, { scope: 'real' }), seen, LATER).at(-1);
    };
    const text = textAfter(first.expiresAt);
    expect(text).toMatch(/^REAL failover orders: ESCALATED: waiting for approval, asked again \(2\)\n/);
    expect(text).toContain('needed: 1 of Anna (+49 30 1), Ben');
    // Somebody has answered the first one: nobody was silent.
    expect(textAfter('2026-03-01T12:05:00.000000Z')).toMatch(
      /^REAL failover orders: waiting for approval, asked again \(2\)\n/,
    );
  });

  it('name the step to decide on, each time anew, by the newest question of its round', () => {
    const failed = ['SwitchTraffic', { error: 'Conflict', cause: 'c' }] as const;
    const events = runHistory([failed, 'RequestDecision', failed, ['RequestDecision', 'open']]);
    const of = (id: string, round: number, about: string) =>
      peopleRequest({ id, round, kind: 'decision', about });
    const requests = [
      of('decision-0', 0, 'PromoteReplica'),
      of('decision-0-2', 0, 'SwitchTraffic'),
      of('decision-1', 1, 'ProvePromotion'),
    ];
    const subjects = dueNotices(heraldInputWith(), seenOf({ events, requests }), LATER).notices.map(
      ({ subject }) => subject,
    );
    expect(subjects.filter((subject) => subject.includes('decide'))).toEqual([
      'DRILL failover orders: SwitchTraffic failed, decide',
      'DRILL failover orders: ProvePromotion failed, decide',
    ]);
  });
});

describe('quiet hours', () => {
  it('hold what a drill has to tell, and tell it in one digest', () => {
    const input = heraldInputWith(NIGHT);
    expect(dueNotices(input, ended(MIDNIGHT), MORNING - 1)).toEqual({ notices: [], heldUntil: MORNING });
    const { notices, heldUntil } = dueNotices(input, ended(MIDNIGHT), MORNING);
    expect(heldUntil).toBeNull();
    expect(notices.map(({ key }) => key)).toEqual(['digest-20260302T060000']);
    expect(notices[0]?.subject).toBe('DRILL failover orders: 7 held in quiet hours');
    expect(notices[0]?.text).toMatch(/\n\nDRILL failover orders: MET\nRTO at most 12.25 s/);
    expect(notices[0]?.text).toMatch(/\n\nbefore:\n2026-03-02 00:00:00 Europe\/Berlin {2}started\n/);
  });

  it('hold nothing of a real event', () => {
    const input = heraldInputWith(NIGHT, { scope: 'real' });
    expect(dueNotices(input, ended(MIDNIGHT), MIDNIGHT + 60e6).notices).toHaveLength(7);
  });

  it('let go on what comes about after them', () => {
    const before = MORNING - 8e6;
    const { notices } = dueNotices(heraldInputWith(NIGHT), ended(before), MORNING + 60e6);
    expect(notices.map(({ key }) => key.replace(/^\d+-/, ''))).toEqual([
      'digest-20260302T060000',
      'fenced',
      'promoted',
      'switched',
      'verified',
      'done',
    ]);
  });
});
