import { expect, test } from 'vitest';
import { failoverStates } from '../../kill/failover-states.ts';
import { LISTED, nobodyThere, unhit } from '../../kill/unhit.ts';
import { VICTIMS } from '../../kill/victim.ts';

const PROMOTE = { name: 'PromoteReplica', type: 'Task' };

test('a cell in which nobody was killed is a breach, unless nobody can be there', () => {
  expect(unhit(PROMOTE, 'function', 1)).toEqual([]);
  expect(unhit(PROMOTE, 'function', 0)).toEqual(['nobody was killed: no function ran in PromoteReplica']);
  expect(unhit(PROMOTE, 'postgres', null)).toEqual([
    'nobody was killed: the run never was in PromoteReplica',
  ]);
  expect(unhit({ name: 'Hold', type: 'Wait' }, 'function', 0)).toEqual([]);
  expect(unhit({ name: 'PollDetection', type: 'Task' }, 'supervisor', null)).toEqual([]);
});

test('the list of cells in which nobody can be killed is closed, and each of its states is there', () => {
  const states = failoverStates();
  const names = states.map(({ name }) => name);
  expect(LISTED.filter((name) => !names.includes(name))).toEqual([]);
  const empty = VICTIMS.map((victim) => [
    victim,
    states.filter((state) => nobodyThere(state, victim) !== null).map(({ name }) => name),
  ]);
  const skipped = ['PollDetection', 'Detected'];
  const before = ['Begin', 'Entrance', 'AcquireLock', 'DiscoverDatabases', 'LoadHandlers', 'ApplyConditions'];
  const after = ['ExportRun', 'CleanUp', 'SealRecord', 'JudgeRun', 'PublishReport', 'ReleaseLock', 'Ended'];
  expect(Object.fromEntries(empty)).toEqual({
    orchestrator: skipped,
    postgres: skipped,
    supervisor: skipped,
    heartbeat: [...before, 'StartHeartbeat', ...skipped, ...after],
    function: [
      'Begin',
      'Entrance',
      'PreFlightPassed',
      ...skipped,
      'DeclareFailover',
      'FenceProven',
      'Hold',
      'Ended',
    ],
  });
});
