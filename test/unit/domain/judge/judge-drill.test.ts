import { describe, expect, it } from 'vitest';
import { expectedStates } from '../../../../lib/domain/judge/expected-states.ts';
import { findingsOf, runFindings } from '../../../../lib/domain/judge/findings.ts';
import { judgeDrill, judgeFailure } from '../../../../lib/domain/judge/judge-drill.ts';
import { judgeStates } from '../../../../lib/domain/judge/judge-states.ts';
import type { RunFacts } from '../../../../lib/domain/judge/run-facts.ts';
import { FailoverInput } from '../../../../lib/domain/run/failover-input.ts';
import { formatInstant } from '../../../../lib/domain/instant.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';
import { realEvent } from '../../../fakes/real-event.ts';

const { input, facts, run, database, service, withDatabase, seeing } = measuredRun();
const MET = { verdict: 'met', reason: 'every state ran to its end, and the outage was seen' };
const drill = (known: RunFacts, measured = run, asked: FailoverInput = input) =>
  judgeDrill(asked, measured, known);

describe('the states of a failover', () => {
  const DRILL = [
    'AcquireLock',
    'DiscoverDatabases',
    'WarmHandlers',
    'StartHeartbeat',
    'PreFlight',
    'RecordObjectives',
    'InjectDisruption',
    'DeclareFailover',
    'StopBackgroundJobs',
    'FenceOldPrimary',
    'PromoteReplica',
    'ProvePromotion',
    'SwitchTraffic',
    'VerifyServices',
    'Hold',
    'ReturnRegion',
    'StopHeartbeat',
    'ExportRun',
    'CleanUp',
  ];
  const asked = { ...input, approvals: { ...input.approvals, needed: 1 } };

  it('of a drill are all that it has', () => {
    expect(expectedStates(input)).toEqual(DRILL);
  });

  it('are more where conditions are applied, or people are asked', () => {
    const conditions = ['slow-api=200ms'];
    const more = FailoverInput.parse({ ...asked, disruption: { ...input.disruption, conditions } });
    const extra = expectedStates(more).filter((state) => !DRILL.includes(state));
    expect(extra).toEqual(['ApplyConditions', 'RequestApproval']);
  });

  it('of a real failover have a look at the detection in place of a disruption', () => {
    const real = { ...asked, scope: 'real' as const, real: realEvent() };
    expect(expectedStates(real)).toEqual([
      'AcquireLock',
      'DiscoverDatabases',
      'PollDetection',
      'StartHeartbeat',
      'PreFlight',
      'RecordObjectives',
      'RequestApproval',
      ...DRILL.slice(DRILL.indexOf('DeclareFailover')),
    ]);
    const broken = { ...real, real: realEvent({ breakGlass: 'nobody could be reached' }) };
    expect(expectedStates(broken)).not.toContain('RequestApproval');
  });
});

describe('a drill', () => {
  it('was one where an outage happened, was seen, and every state ran to its end', () => {
    expect(drill(facts)).toEqual(MET);
  });

  it('is open where states were never left, the first three of which are named', () => {
    const cut = { ...facts, exitedAt: (state: string) => (state > 'P' ? null : facts.exitedAt(state)) };
    expect(drill(cut)).toEqual({
      verdict: 'inconclusive',
      reason: 'not run to the end: WarmHandlers; StartHeartbeat; PreFlight; and 8 more',
    });
  });

  it('is open where nothing was injected, or nobody knows', () => {
    const nothing = { adapter: 'none', fault: 'none', experiment: null, receipt: null };
    expect(drill(seeing('InjectDisruption', nothing)).reason).toBe('nothing was injected');
    const { reason } = drill(seeing('InjectDisruption', { requestedAt: 'soon' }));
    expect(reason).toBe('no disruption is on record');
  });

  it('is open where the outage began before the disruption was asked for', () => {
    const { outage } = database;
    if (!outage) throw new Error('the fixture has no outage');
    const askedFor = facts.outcome('InjectDisruption')?.requestedAt ?? '';
    const at = (answered: number) =>
      withDatabase({ outage: { ...outage, failedFirst: { ...outage.failedFirst, answered } } });
    const requested = outage.failedFirst.answered;
    const later = seeing('InjectDisruption', { requestedAt: formatInstant(requested) });
    expect(askedFor).not.toBe('');
    expect(drill(later, at(requested - 1)).reason).toBe(
      'the outage began before the disruption was asked for',
    );
    expect(drill(later, at(requested))).toEqual(MET);
  });

  it('of a real event needs no disruption', () => {
    const real = { ...input, scope: 'real' as const };
    const { reason } = drill(seeing('InjectDisruption', { requestedAt: 'soon' }), run, real);
    expect(reason).toBe('not run to the end: PollDetection');
  });

  it('is open where nobody saw the outage, or it was not detected', () => {
    expect(drill(facts, withDatabase({ outage: null }))).toEqual({
      verdict: 'inconclusive',
      reason: 'the probe of orders never saw an outage',
    });
    expect(drill(seeing('AwaitDetection', { detected: false })).reason).toBe('no outage was detected');
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('is open where a heartbeat ended as %s', (status) => {
    const ended = (role: string) => seeing('StopHeartbeat', { executions: [{ arn: arnOf(role), status }] });
    expect(drill(ended('ledger')).reason).toBe(
      `the heartbeat execution ${arnOf('ledger')} ended as ${status}`,
    );
    expect(drill(ended('reader'))).toEqual(MET);
  });

  it.each(['PromoteReplica', 'ProvePromotion'])(
    'is missed where it went on without a database: %s',
    (state) => {
      const without = [{ id: 'ledger', instance: 'ledger-west', seen: 'status failed' }];
      expect(drill(seeing(state, { without }))).toEqual({
        verdict: 'missed',
        reason: 'ledger was not recovered: status failed',
      });
    },
  );

  it('is open where the run did not close its record', () => {
    expect(drill(seeing('SealRecord', { failure: 'unknown' })).reason).toBe(
      'the run did not close its record, so how it ended is not known',
    );
  });
});

function arnOf(role: string): string {
  return facts.outcome('StartHeartbeat')?.executions.find((one) => one.role === role)?.arn ?? '';
}

describe('a failure of the workflow', () => {
  const failed = (error: string, cause = 'why') =>
    seeing('SealRecord', { failure: { state: 'PromoteReplica', error, cause } });

  it.each([
    'PromotionRefused',
    'PromotionUnproven',
    'ReplicaNotFound',
    'ReplicaNotUsable',
    'TrafficNotSwitched',
    'ServicesNotHealthy',
  ])('is a finding about the plan once there was a loss: %s', (error) => {
    const known = failed(error);
    const reason = `PromoteReplica failed with ${error}: why`;
    expect(judgeFailure(known)).toEqual([{ verdict: 'missed', reason }]);
    const undisturbed = { ...known, outcome: neverInjected(known), enteredAt: () => null };
    expect(judgeFailure(undisturbed)).toEqual([{ verdict: 'inconclusive', reason }]);
    const declared = { ...undisturbed, enteredAt: (state: string) => known.enteredAt(state) };
    expect(judgeFailure(declared)).toEqual([{ verdict: 'missed', reason }]);
  });

  it('leaves open what would have happened, where it is another one', () => {
    expect(judgeFailure(failed('LockHeld'))).toEqual([
      { verdict: 'inconclusive', reason: 'PromoteReplica failed with LockHeld: why' },
    ]);
    expect(judgeFailure(facts)).toEqual([]);
  });

  it('is told in the words of the function, which come as JSON', () => {
    const cause = '{"errorType":"LockHeld", "errorMessage" : "saw \\"run-0\\"; more","trace":[]}';
    expect(judgeFailure(failed('LockHeld', cause))[0]?.reason).toBe(
      'PromoteReplica failed with LockHeld: saw "run-0"; more',
    );
  });

  it('is what a drill of data is judged by, and the states that it never left', () => {
    expect(judgeStates(facts, ['AcquireLock'])).toEqual({
      verdict: 'met',
      reason: 'every state ran to its end',
    });
    expect(judgeStates(failed('LockHeld'), ['AcquireLock', 'TakeSnapshots'])).toEqual({
      verdict: 'inconclusive',
      reason: 'PromoteReplica failed with LockHeld: why; not run to the end: TakeSnapshots',
    });
  });
});

/** The same outcomes, without one of the disruption. */
function neverInjected(known: RunFacts): RunFacts['outcome'] {
  return (state, leg) => (state === 'InjectDisruption' ? null : known.outcome(state, leg));
}

describe('what a reader should know beside the verdicts', () => {
  const WARNING =
    'Pre-flight, wal_retrieve_retry_interval of orders-b: saw 5 s; expected at most 0.1 s, or a promotion may stall.';

  it('is what a good run has: a warning of its pre-flight, and which risk is not known', () => {
    expect(findingsOf(null, facts)).toEqual([WARNING]);
  });

  it('names locks that were not taken, and from whom one was', () => {
    const lock = { notTaken: [{ site: 'frankfurt', reason: 'silence' }], takenOverFrom: 'arn:of:run-0' };
    expect(runFindings(seeing('AcquireLock', { ...lock, preempted: null }))).toEqual([
      'The lock of site frankfurt was not taken: silence.',
      'The lock was taken over from run-0, which had ended, cleaned up and not freed it.',
    ]);
    const preempted = {
      run: 'run-0',
      at: '2026-11-02T08:00:00.000000Z',
      waitedSeconds: 4,
      because: 'its last call was answered',
    };
    expect(runFindings(seeing('AcquireLock', { ...lock, notTaken: [], preempted }))).toEqual([
      'This run pre-empted run-0, and waited 4 s for it: its last call was answered.',
    ]);
    const other = { site: 'frankfurt', generation: 3, takenOverFrom: 'arn:of:run-9', preempted };
    expect(runFindings(seeing('AcquireLock', { ...lock, notTaken: [], alsoTaken: [other] }))).toEqual([
      'The lock was taken over from run-0, which had ended, cleaned up and not freed it.',
      'This run pre-empted run-9, and waited 4 s for it: its last call was answered.',
    ]);
    expect(runFindings(facts)).toEqual([]);
  });

  it('counts how often a state was tried again, and not how often it was entered anew', () => {
    const [first] = facts.entries.filter((entry) => entry.kind === 'intent' || entry.kind === 'outcome');
    if (!first || first.kind === 'history' || first.kind === 'seal') throw new Error('no entry of a step');
    const entries = [0, 2, 1].map((attempt) => ({ ...first, state: 'PromoteReplica', attempt }));
    const once = { ...first, state: 'SwitchTraffic', attempt: 1_001 };
    const anew = { ...first, state: 'VerifyServices', attempt: 2_000 };
    const later = [1_003, 101_001].map((attempt) => ({ ...first, state: 'PromoteReplica', attempt }));
    expect(runFindings({ ...facts, entries: [...entries, once, anew, ...later] })).toEqual([
      'PromoteReplica was retried 6 times.',
      'SwitchTraffic was retried 1 time.',
    ]);
  });

  it('names heartbeats that survived in doubt, what is not known, and services that are not required', () => {
    const { loss } = database;
    if (!loss) throw new Error('the fixture has no loss');
    const late = { ...service, checks: 0, service: { ...service.service, required: false } };
    const measured = {
      ...withDatabase({
        loss: { ...loss, inDoubtSurvived: database.attempts.slice(0, 2) },
        risk: { risk: null, reason: 'nobody counted' },
      }),
      services: [late, { ...late, service: service.service }],
    };
    expect(findingsOf(measured, facts)).toEqual([
      WARNING,
      'How many transactions are at risk is not known: nobody counted.',
      '2 heartbeats of orders survived in doubt: written, never acknowledged.',
      'Not required, and not well: no health check of service checkout was made.',
    ]);
  });

  it('says that a replica’s own claim of its lag was too low, and by how much', () => {
    const rpo = { low: 1e6, high: 2e6 };
    const risk = { ...database.risk };
    const { loss } = database;
    const measured = withDatabase({ rpo, risk, loss: loss && { ...loss, inDoubtSurvived: [] } });
    const words =
      "orders's replica claimed a lag of 10 ms at pre-flight, and was wrong: the loss was 0.99 s to 1.99 s more. A replica does not know what has not reached it.";
    expect(findingsOf(measured, facts)).toContain(words);
    expect(findingsOf(withDatabase({ rpo: { low: 0, high: 5e3 } }), facts).join(' ')).not.toContain(
      'claimed',
    );
  });
});
