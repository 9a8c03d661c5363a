import { expect, test } from 'vitest';
import { failoverStates } from '../../kill/failover-states.ts';
import { isCalledInReal, LISTED, nobodyThere, unhit, unhitInReal } from '../../kill/unhit.ts';
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
  const told = ['StartHerald'];
  const asked = ['RequestApproval', 'ApprovalUnasked', 'ApprovalAskedSoon', 'ApprovalLate', 'Approved'];
  const failed = [
    'StateFailed',
    'RequestDecision',
    'DecisionAskedSoon',
    'Decided',
    'Skipped',
    'Again',
    'Onward',
  ];
  const accepted = ['RequestAcceptance', 'Accepted', 'DeferFence'];
  const seen = ['PollDetection', 'Detected'];
  const skipped = ['Unlogged', ...told, 'HandlersCold', ...seen, ...asked, ...accepted, ...failed];
  const after = [
    'ExportRun',
    'CleanUp',
    'SealRecord',
    'JudgeRun',
    'PublishReport',
    'SignEvidence',
    'Finished',
    'ReleaseLock',
    'Ended',
  ];
  const started = ['DiscoverDatabases', 'LoadHandlers', 'Conditions', 'HandlersCold', 'ApplyConditions'];
  const found = ['PreFlightPassed', 'WhoseWord', ...seen, ...asked, 'DeclareFailover', 'FenceProven'];
  expect(Object.fromEntries(empty)).toEqual({
    orchestrator: skipped,
    postgres: skipped,
    supervisor: skipped,
    heartbeat: [
      'Begin',
      'Entrance',
      'LogStart',
      'Unlogged',
      'AcquireLock',
      'NoticesWanted',
      ...told,
      ...started,
      'StartHeartbeat',
    ].concat(seen, asked, accepted, failed, after),
    function: [
      'Begin',
      'Entrance',
      'Unlogged',
      'NoticesWanted',
      ...told,
      'Conditions',
      'HandlersCold',
    ].concat(found, accepted, 'Hold', failed, 'Finished', 'Ended'),
  });
});

test('the cells of real failovers are those of the functions that they call, and are at least thirty', () => {
  const called = failoverStates()
    .filter(isCalledInReal)
    .map(({ name }) => name);
  expect(called).toContain('RequestAcceptance');
  expect(called).toContain('DeferFence');
  expect(called).not.toContain('InjectDisruption');
  expect(called).not.toContain('RequestDecision');
  expect(called).not.toContain('Hold');
  expect(called.length * 2).toBeGreaterThanOrEqual(30);
  expect(unhitInReal(PROMOTE, 'function', 1)).toEqual([]);
  expect(unhitInReal(PROMOTE, 'function', null)).toEqual([
    'nobody was killed: the run never was in PromoteReplica',
  ]);
});
