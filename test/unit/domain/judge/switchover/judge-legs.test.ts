import { describe, expect, test } from 'vitest';
import {
  judgeGap,
  judgeProtection,
  judgeSwitchoverDrill,
} from '../../../../../lib/domain/judge/switchover/judge-legs.ts';
import type {
  LegDatabase,
  MeasuredLeg,
} from '../../../../../lib/domain/judge/switchover/measure-switchover.ts';
import { type RunChanges, withInput } from '../../../../fakes/changed-run.ts';
import { measuredSwitchover, SWITCHOVER } from '../../../../fakes/stored-switchover.ts';

type Change = { readonly leg?: Partial<MeasuredLeg>; readonly database?: Partial<LegDatabase> };

/** The stored switchover, with other facts, or with other numbers of its way back. */
function measured(changes: RunChanges, { leg = {}, database = {} }: Change = {}) {
  const { input, run, facts } = measuredSwitchover(changes);
  const legs = run.legs.map((one) =>
    one.facts.leg === 'there'
      ? one
      : { ...one, databases: one.databases.map((each) => ({ ...each, ...database })), ...leg },
  );
  return { input, run: { ...run, legs }, facts };
}

const inconclusive = (reason: string) => ({ verdict: 'inconclusive', reason });

describe('a switchover as a drill', () => {
  const judged = (changes: RunChanges, change?: Change) => {
    const { input, run, facts } = measured(changes, change);
    return judgeSwitchoverDrill(input, run, facts);
  };
  const execution = (series: string) =>
    `arn:aws:states:eu-west-1:000000000000:execution:heartbeat:orders-20261122-045845-3945-${series}`;
  const stopped = (series: string, status: string) => ({
    StopHeartbeat: { executions: [{ arn: execution(series), status }] },
  });

  test('is met where every state ran to its end, and clients saw each change', () => {
    expect(judged({})).toEqual({
      verdict: 'met',
      reason: 'every state ran to its end, and clients saw each change',
    });
  });

  test('proves nothing of a change of roles that no client saw', () => {
    expect(judged({}, { database: { outage: null } })).toEqual(
      inconclusive('the heartbeat of orders-db never saw the change of roles from ireland to frankfurt'),
    );
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('is not known where a series ended as %s', (status) => {
    expect(judged({ outcomes: stopped('stale-orders-db', status) })).toEqual(
      inconclusive(`the heartbeat execution ${execution('stale-orders-db')} ended as ${status}`),
    );
    const back = stopped('stale-orders-db_back', status);
    expect(judged({ outcomes: back }).reason).toContain(`-stale-orders-db_back ended as ${status}`);
  });

  test('lets a reader end as it may, on either leg: its own numbers say what is missing', () => {
    expect(judged({ outcomes: stopped('reader-orders-db', 'FAILED') }).verdict).toBe('met');
    const reader = { role: 'reader', database: 'orders-db_back', arn: execution('reader-orders-db_back') };
    const outcomes = {
      ...stopped('reader-orders-db_back', 'FAILED'),
      StartHeartbeatBack: { executions: [reader] },
    };
    expect(judged({ outcomes }).verdict).toBe('met');
  });

  test('is not known to be one whose series were started by nobody, or stopped by nobody', () => {
    const outcomes = { ...stopped('reader-orders-db', 'FAILED'), StartHeartbeat: null };
    expect(judged({ outcomes })).toEqual(
      inconclusive(`the heartbeat execution ${execution('reader-orders-db')} ended as FAILED`),
    );
    expect(judged({ outcomes: { StopHeartbeat: null } }).verdict).toBe('met');
    expect(judged({ outcomes: { StartHeartbeatBack: null } }).verdict).toBe('met');
  });

  test('that was not to come back has one leg, and leaves no state of the way back', () => {
    const neverEntered = ['DiscoverDatabasesBack', 'AwaitReplicaBack'];
    const oneWay = { ...withInput(SWITCHOVER, { failback: false }), neverEntered };
    expect(judged(oneWay).verdict).toBe('met');
    expect(measured(oneWay).run.legs.map(({ facts }) => facts.leg)).toEqual(['there']);
    expect(judged({ neverEntered }).reason).toBe(
      'not run to the end: DiscoverDatabasesBack; AwaitReplicaBack',
    );
    const unwarmed = { ...oneWay, neverLeft: ['WarmHandlers'] };
    expect(judged(unwarmed).reason).toBe('not run to the end: WarmHandlers');
  });

  test.each(['WarmHandlers', 'SettleRoles', 'AwaitReplicaBack', 'CleanUp'])(
    'says that it never left %s',
    (state) => {
      expect(judged({ neverLeft: [state] })).toEqual(inconclusive(`not run to the end: ${state}`));
    },
  );
});

describe('the time for which clients were interrupted', () => {
  const judged = (change: Change) => {
    const { input, run } = measured({}, change);
    return judgeGap(input, run);
  };

  test('is not known where samples contradict their own clocks', () => {
    expect(judged({ database: { doubts: ['the clock stepped', 'the samples are wide'] } })).toEqual(
      inconclusive('orders-db: the clock stepped; orders-db: the samples are wide'),
    );
  });

  test('is not known where nobody was seen to be served again', () => {
    expect(judged({ leg: { interrupted: null } })).toEqual(
      inconclusive('how long clients were interrupted from ireland to frankfurt was not measured to its end'),
    );
  });
});

describe('the time without a second copy', () => {
  const judged = (changes: RunChanges, leg: Partial<MeasuredLeg> = {}) => {
    const { input, run } = measured(changes, { leg });
    return judgeProtection(input, run);
  };

  test('does not begin where roles never came to change', () => {
    const never = { neverEntered: ['PromoteReplicaBack'], outcomes: { PromoteReplicaBack: null } };
    expect(judged(never, { withoutSecondCopy: null }).verdict).toBe('met');
    expect(judged(never, { withoutSecondCopy: null }).reason).toMatch(
      /; roles did not change from ireland to frankfurt: the replica went on$/,
    );
  });

  test('is not known where they changed and no copy was seen', () => {
    expect(judged({}, { withoutSecondCopy: null })).toEqual(
      inconclusive('no second copy is known of since roles were to change from ireland to frankfurt'),
    );
  });
});
