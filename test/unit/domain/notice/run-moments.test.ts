import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { runMoments } from '../../../../lib/domain/notice/run-moments.ts';
import { RecordEntry } from '../../../../lib/domain/record/entry.ts';
import type { HistoryEvent } from '../../../../lib/domain/record/history-event.ts';
import type { RunSeen } from '../../../../lib/domain/notice/run-seen.ts';
import { seenOf } from '../../../fakes/herald-input.ts';
import { runHistory, WHOLE_WAY } from '../../../fakes/run-history.ts';

const moments = (events: readonly HistoryEvent[], status: string, seen: Partial<RunSeen> = {}) =>
  runMoments(seenOf({ events, status, ...seen }));
const names = (events: readonly HistoryEvent[], status: string, seen: Partial<RunSeen> = {}) =>
  moments(events, status, seen).map(({ what }) => what);

/** The history of a stored run, up to its seal. */
function goldenHistory(run: string) {
  const text = readFileSync(
    new URL(`../../../fixtures/golden/${run}/record.ndjson`, import.meta.url),
    'utf8',
  );
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => RecordEntry.parse(JSON.parse(line)));
  return entries.flatMap((entry) =>
    entry.kind === 'history' ? [{ ...entry, at: parseInstant(entry.at) }] : [],
  );
}

describe('what there is to tell of a run', () => {
  it('is every phase once, with the seconds since it was declared', () => {
    const told = moments(runHistory(WHOLE_WAY, { end: 'ExecutionSucceeded' }), 'SUCCEEDED');
    expect(
      told.map(({ what, secondsSinceDeclared, proven }) => [what, secondsSinceDeclared, proven]),
    ).toEqual([
      ['started', null, null],
      ['declared', 0, null],
      ['fenced', 4, true],
      ['promoted', 6, true],
      ['switched', 7, true],
      ['verified', 8, true],
      ['done', 13, null],
    ]);
  });

  it('only grows while a run goes on: what was told stays as it was', () => {
    const history = runHistory(WHOLE_WAY);
    const all = moments(history, 'RUNNING');
    for (const [index] of history.entries()) {
      const some = moments(history.slice(0, index), 'RUNNING');
      expect(all.slice(0, some.length)).toEqual(some);
    }
  });

  it('follows a real history of each kind of drill', () => {
    expect(names(goldenHistory('v1-drill'), 'RUNNING')).toEqual([
      'started',
      'declared',
      'fenced',
      'promoted',
      'switched',
      'verified',
    ]);
    expect(names(goldenHistory('v1-backup'), 'RUNNING')).toEqual(['started']);
    expect(names(goldenHistory('v1-restore'), 'RUNNING')).toEqual(['started', 'declared']);
    const way = ['drained', 'fenced', 'promoted', 'switched'];
    expect(names(goldenHistory('v1-switchover'), 'RUNNING')).toEqual(['started', ...way, 'verified', ...way]);
  });

  it('has a failure when the run has gone on from it, not while the state may be tried again', () => {
    const failed = ['PromoteReplica', { error: 'PromotionRefused', cause: 'backing up' }] as const;
    expect(names(runHistory(['AcquireLock', failed]), 'RUNNING')).toEqual(['started', 'fenced']);
    expect(moments(runHistory(['AcquireLock', failed, 'ReturnRegion']), 'RUNNING').at(-1)).toMatchObject({
      what: 'failed',
      state: 'PromoteReplica',
      error: 'PromotionRefused',
      cause: 'backing up',
    });
  });

  it.each([
    [['DeclareFailover', ['PromoteReplica', 'open']], true],
    [['DeclareFailover', 'PromoteReplica', ['SwitchTraffic', 'open']], false],
    [['PromoteReplica', 'SwitchTraffic', ['FenceOldPrimaryBack', 'open']], true],
    [['PromoteReplica', 'PromoteReplicaBack', ['SwitchTrafficBack', 'open']], false],
  ] as const)('knows whether a run that is resumed after %j can be taken back', (states, wayBack) => {
    const died = runHistory(states, { end: 'ExecutionTimedOut' });
    const again = { id: died.length + 1, at: died.at(-1)?.at ?? 0, type: 'ExecutionRedriven' };
    const history = [...died, { state: null, error: null, cause: null, ...again }];
    expect(moments(history, 'RUNNING').at(-1)).toMatchObject({ what: 'resumed', wayBack });
  });

  it('takes a state that succeeded at a later try for no failure', () => {
    const tried = runHistory([['PreFlight', { error: 'HeartbeatNotFresh', cause: 'none' }]]).slice(0, 3);
    const passed = runHistory(['PreFlight', 'Hold']).slice(2);
    expect(tried.map(({ type }) => type)).toContain('TaskFailed');
    expect(names([...tried, ...passed], 'RUNNING')).toEqual(['started', 'verified']);
  });

  it('tells a step that waits for a decision once, as the question', () => {
    const failed = ['SwitchTraffic', { error: 'Conflict', cause: 'c' }] as const;
    const asked = ['AcquireLock', failed, 'StateFailed?', ['RequestDecision', 'open']] as const;
    expect(names(runHistory(asked), 'RUNNING')).toEqual(['started', 'promoted', 'decision']);
  });

  it('tells a question once that could not be put at first', () => {
    const unasked = { error: 'AccessDenied', cause: 'c' };
    const decision = ['RequestDecision', unasked] as const;
    const approval = ['RequestApproval', unasked] as const;
    const asked: Parameters<typeof runHistory>[0] = [
      'AcquireLock',
      approval,
      'ApprovalUnasked?',
      'ApprovalAskedSoon',
      approval,
      'ApprovalUnasked?',
      'ApprovalAskedSoon',
      'RequestApproval',
      'Approved?',
      ['SwitchTraffic', unasked],
      'StateFailed?',
      decision,
      'DecisionAskedSoon',
      decision,
      'DecisionAskedSoon',
      ['RequestDecision', 'open'],
    ];
    expect(names(runHistory(asked), 'RUNNING')).toEqual(['started', 'approval', 'promoted', 'decision']);
  });

  it('asks nobody to accept what nobody can accept, and tells what there is to decide', () => {
    const unasked = ['RequestAcceptance', { error: 'NobodyCanAnswer', cause: 'too few' }] as const;
    const states = ['FenceOldPrimary', 'FenceProven?', unasked, ['RequestDecision', 'open']] as const;
    expect(names(runHistory(states), 'RUNNING')).toEqual(['started', 'decision']);
  });

  it('never says that a fence is proven which people were asked to accept', () => {
    const states = ['FenceOldPrimary', 'FenceProven?', 'RequestAcceptance', 'DeferFence', 'PromoteReplica'];
    expect(moments(runHistory(states), 'RUNNING').at(-1)).toMatchObject({ what: 'fenced', proven: false });
    expect(moments(runHistory(['FenceProven?', 'ReturnRegion']), 'RUNNING').at(-1)).toMatchObject({
      what: 'failed',
      error: 'FenceUnproven',
    });
  });

  it.each(['ABORTED', 'TIMED_OUT', 'FAILED'])(
    'says that a run died which ended as %s with its locks held',
    (status) => {
      const history = runHistory(['AcquireLock', 'DeclareFailover', ['PromoteReplica', 'open']], {
        end: 'ExecutionAborted',
      });
      expect(moments(history, status).at(-1)).toMatchObject({
        what: 'died',
        state: 'PromoteReplica',
        error: status,
        secondsSinceDeclared: 2,
      });
    },
  );

  it('tells an abort from a failure, at once and at the end', () => {
    const stopped = ['PromoteReplica', { error: 'RunAborted', cause: 'by anna: false alarm' }] as const;
    const history = runHistory(['DeclareFailover', stopped, 'ReturnRegion', 'ReleaseLock'], {
      end: 'ExecutionFailed',
    });
    const failure = { state: 'PromoteReplica', error: 'RunAborted', cause: 'by anna: false alarm' };
    expect(names(history, 'FAILED', { failure })).toEqual([
      'started',
      'declared',
      'fenced',
      'aborting',
      'aborted',
    ]);
  });

  it('says that a run goes on which had died', () => {
    const died = runHistory(['DeclareFailover', ['PromoteReplica', 'open']], { end: 'ExecutionTimedOut' });
    const last = died.at(-1);
    const again = { ...last, id: (last?.id ?? 0) + 1, at: (last?.at ?? 0) + 60e6, type: 'ExecutionRedriven' };
    const history = [...died, { state: null, error: null, cause: null, ...again }];
    expect(moments(history, 'RUNNING').at(-1)).toMatchObject({
      what: 'resumed',
      state: 'PromoteReplica',
      secondsSinceDeclared: 62,
    });
  });
});
