import { expect, test } from 'vitest';
import { runCalls } from '../../../../lib/domain/corroboration/run-calls.ts';
import { announced, drillRecord, ended, HEARTBEAT, secondsIn } from '../../../fakes/drill-record.ts';

const brief = (entries: Parameters<typeof runCalls>[0]) =>
  runCalls(entries).calls.map(({ name, region, subject, certainty }) => [name, region, subject, certainty]);

test('the record names series, disruption and promotion, each between its intent and its outcome', () => {
  const { calls, elsewhere, unknown } = runCalls(drillRecord());
  expect(brief(drillRecord())).toEqual([
    ['StartExecution', 'eu-west-1', HEARTBEAT, 'made'],
    ['StartExperiment', 'eu-central-1', 'EXP1', 'made'],
    ['PromoteReadReplica', 'eu-west-1', 'orders-west', 'made'],
  ]);
  expect(calls[2]).toMatchObject({ requestId: 'request-1', after: secondsIn(20), until: secondsIn(21) });
  expect({ elsewhere, unknown }).toEqual({ elsewhere: ['AcquireLock', 'SwitchTraffic'], unknown: [] });
});

test.each([
  ['found promoted', { alreadyPromoted: true }],
  ['left without an outcome', null],
])('a promotion that was %s may have been called, and need not', (_, promoted) => {
  expect(brief(drillRecord({ promoted }))).toContainEqual([
    'PromoteReadReplica',
    'eu-west-1',
    'orders-west',
    'may',
  ]);
});

test('one whose answer had no request id is looked for by its instance', () => {
  const { calls } = runCalls(drillRecord({ promoted: { requestId: 'unknown' } }));
  expect(calls[2]).toMatchObject({ certainty: 'made', requestId: null });
});

test('an experiment with a receipt may be stopped on the way back, as conditions may', () => {
  const receipt = {
    experiment: 'EXP1',
    region: 'eu-central-1',
    processesEnded: 1,
    processesAlive: 0,
    storageHeld: true,
    at: '2026-03-01T12:00:11.000000Z',
  };
  const injected = {
    adapter: 'fis',
    fault: 'region-loss',
    experiment: 'EXP1',
    requestedAt: receipt.at,
    receipt,
  };
  const condition = { fault: 'slow-link', region: 'eu-west-1', experiment: 'EXP2', receipt: null };
  const entries = [
    announced('ApplyConditions', 1, { conditions: ['slow-link'] }),
    ended('ApplyConditions', 2, { experiments: [condition] }),
    announced('InjectDisruption', 3, { region: 'eu-central-1' }),
    ended('InjectDisruption', 4, injected),
    announced('ReturnRegion', 5),
    ended('ReturnRegion', 6, { experimentState: 'stopped', databases: [] }),
  ];
  expect(brief(entries)).toEqual([
    ['StartExperiment', 'eu-west-1', 'EXP2', 'made'],
    ['StartExperiment', 'eu-central-1', 'EXP1', 'made'],
    ['StopExperiment', 'eu-central-1', 'EXP1', 'may'],
    ['StopExperiment', 'eu-west-1', 'EXP2', 'may'],
  ]);
});

test('a herald and a deferred fence are executions; a watch that was joined is of another run', () => {
  const execution = HEARTBEAT;
  const entries = [
    announced('StartHerald', 1),
    ended('StartHerald', 2, { execution, problem: null }),
    announced('DeferFence', 3),
    ended('DeferFence', 4, { execution: `${execution}-fence`, key: 'k', databases: [] }),
    announced('StartHeartbeat', 5, { watch: 'watch-1' }),
    ended('StartHeartbeat', 6, {
      executions: [{ role: 'ledger', database: null, arn: `${execution}-watch` }],
    }),
  ];
  expect(brief(entries).map(([, , subject]) => subject)).toEqual([execution, `${execution}-fence`]);
});

test('what a state did twice is one call, and the one with its request', () => {
  const again = ended('PromoteReplica', 50, {
    databases: [{ id: 'orders', instance: 'orders-west', alreadyPromoted: true, requestId: null }],
  });
  expect(brief([...drillRecord(), again])).toEqual(brief(drillRecord()));
});

test('what a person did by hand is no call of the run', () => {
  const entries = [
    announced('PromoteReplica', 1, { byHand: { by: 'a person' } }),
    ended('PromoteReplica', 2, { databases: [] }),
  ];
  expect(runCalls(entries)).toEqual({ calls: [], elsewhere: [], unknown: [] });
});

test('a state of which no call is known, or that left no outcome, is named', () => {
  const entries = [announced('RebuildReplica', 1), announced('InjectDisruption', 2, { region: 'r' })];
  expect(runCalls(entries).unknown).toEqual(['RebuildReplica', 'InjectDisruption']);
});
