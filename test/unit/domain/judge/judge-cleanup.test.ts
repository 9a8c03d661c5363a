import { describe, expect, it } from 'vitest';
import {
  judgeCleanup,
  judgeHeartbeat,
  judgeLeftovers,
  judgeUndone,
} from '../../../../lib/domain/judge/judge-cleanup.ts';
import type { OutcomeOf } from '../../../../lib/domain/record/outcomes.ts';
import { factsOf } from '../../../fakes/facts-of.ts';

const NOTHING: OutcomeOf<'CleanUp'> = {
  runningExperiments: [],
  taggedResources: [],
  runningExecutions: [],
  deferredFences: [],
  fencesInForce: [],
  problems: [],
};
const GONE = 'no fault, no tagged resource and no execution of the run is left';

describe('what a clean-up has found', () => {
  it('is met where nothing is left', () => {
    expect(judgeLeftovers(NOTHING)).toEqual({ verdict: 'met', reason: GONE });
  });

  it('is missed where anything is left, which is named', () => {
    const left = {
      ...NOTHING,
      runningExperiments: ['EXP1'],
      taggedResources: ['db-1'],
      runningExecutions: ['arn:1'],
      problems: ['throttled'],
    };
    expect(judgeLeftovers(left)).toEqual({
      verdict: 'missed',
      reason: 'left behind: experiment EXP1; resource db-1; execution arn:1',
    });
  });

  it('is missed where an old primary may still be fenced', () => {
    const held = { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand: [] };
    expect(judgeLeftovers({ ...NOTHING, fencesInForce: [held] })).toEqual({
      verdict: 'missed',
      reason: 'left behind: the fence of orders, which is not known to be lifted',
    });
  });

  it('is inconclusive where something could not be asked', () => {
    expect(judgeLeftovers({ ...NOTHING, problems: ['throttled'] })).toEqual({
      verdict: 'inconclusive',
      reason: 'clean-up could not ask everything: throttled',
    });
    expect(judgeLeftovers(null)).toEqual({ verdict: 'inconclusive', reason: 'no clean-up is on record' });
  });

  it('is met where a fence that was deferred is left on purpose, and says so', () => {
    expect(judgeLeftovers({ ...NOTHING, deferredFences: ['orders', 'stock'] })).toEqual({
      verdict: 'met',
      reason: `${GONE}, but on purpose: the deferred fence of orders; the deferred fence of stock`,
    });
  });
});

describe('whether a disruption was undone', () => {
  it.each([
    ['none', 'met', 'there was no disruption to undo'],
    ['stopped', 'met', 'the disruption was undone'],
    ['completed', 'met', 'the disruption was undone'],
    ['cancelled, stopped', 'met', 'the disruption was undone'],
    ['failed', 'inconclusive', 'the experiment ended as "failed": its undo is not proven'],
    ['stopped, failed', 'inconclusive', 'the experiment ended as "stopped, failed": its undo is not proven'],
  ])('experiments that ended as %s: %s', (state, verdict, reason) => {
    expect(judgeUndone(state)).toEqual({ verdict, reason });
  });
});

describe('whether the heartbeat was stopped', () => {
  const stopped = (...statuses: readonly string[]) =>
    judgeHeartbeat(
      factsOf({
        StopHeartbeat: { executions: statuses.map((status, index) => ({ arn: `arn:${index}`, status })) },
      }),
    );

  it('is met where every execution has ended, however', () => {
    expect(stopped('SUCCEEDED', 'ABORTED')).toEqual({ verdict: 'met', reason: 'the heartbeat was stopped' });
  });

  it('leaves one that was still at it to the clean-up, which asks later', () => {
    expect(stopped('SUCCEEDED', 'RUNNING')).toEqual({
      verdict: 'met',
      reason: 'arn:1 ended after it was asked to',
    });
  });

  it('is inconclusive where nobody knows of one', () => {
    expect(stopped('RUNNING', 'UNKNOWN')).toEqual({
      verdict: 'inconclusive',
      reason: 'the status of arn:1 is not known',
    });
    expect(judgeHeartbeat(factsOf({}))).toEqual({
      verdict: 'inconclusive',
      reason: 'whether the heartbeat was stopped is not on record',
    });
  });
});

describe('the clean-up of a run', () => {
  const ReturnRegion = { experimentState: 'stopped', databases: [], jobsStarted: false };
  const StopHeartbeat = { executions: [] };

  it('is met where all of it is proven', () => {
    expect(judgeCleanup(factsOf({ CleanUp: NOTHING, ReturnRegion, StopHeartbeat }))).toEqual({
      verdict: 'met',
      reason: `${GONE}; the disruption was undone; the heartbeat was stopped`,
    });
  });

  it('is inconclusive where nothing is on record, and says all that is not', () => {
    expect(judgeCleanup(factsOf({}))).toEqual({
      verdict: 'inconclusive',
      reason:
        'no clean-up is on record; whether the disruption was undone is not on record; whether the heartbeat was stopped is not on record',
    });
  });
});
