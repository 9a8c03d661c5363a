import { describe, expect, it } from 'vitest';
import { makeStopHeartbeat } from '../../../lib/steps/stop-heartbeat.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const KEY = 'runs/run-1/heartbeat/control.json';
const event = stepEvent('StopHeartbeat', { StartHeartbeat: SEEN.StartHeartbeat });

function ending(world: StepWorld, statuses: Record<string, string>) {
  return { ...world, workflows: makeFakeWorkflows(world.journal, { statuses }) };
}

describe('StopHeartbeat', () => {
  it('asks every series to end, and says how each execution ended', async () => {
    const world = makeStepWorld();
    const statuses = { 'arn:of:ledger': 'SUCCEEDED', 'arn:of:stale': 'FAILED' };
    const { outcome } = await makeStopHeartbeat(ending(world, statuses))(event);
    expect(outcome).toEqual({
      executions: [
        { arn: 'arn:of:ledger', status: 'SUCCEEDED' },
        { arn: 'arn:of:stale', status: 'FAILED' },
        { arn: 'arn:of:health', status: 'UNKNOWN' },
      ],
    });
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toEqual({ stop: true, detection: null });
    expect(world.journal[0]).toBe(`objects.put ${KEY}`);
  });

  it('waits for a series that is still storing its samples', async () => {
    const world = makeStepWorld();
    const statuses = ['RUNNING', 'RUNNING'];
    const workflows = { ...world.workflows, status: async () => statuses.shift() ?? 'SUCCEEDED' };
    const StartHeartbeat = {
      startedAt: null,
      executions: SEEN.StartHeartbeat.executions.slice(0, 1),
      from: [],
    };
    const one = stepEvent('StopHeartbeat', { StartHeartbeat });
    const { outcome } = await world.clock.drive(makeStopHeartbeat({ ...world, workflows })(one));
    expect(outcome).toEqual({ executions: [{ arn: 'arn:of:ledger', status: 'SUCCEEDED' }] });
    expect(world.clock.monotonicNs()).toBe(200_000_000n);
  });

  it('stops a series that does not end within twenty seconds', async () => {
    const world = makeStepWorld();
    const statuses = { 'arn:of:ledger': 'RUNNING', 'arn:of:stale': 'SUCCEEDED', 'arn:of:health': 'RUNNING' };
    const { outcome } = await world.clock.drive(makeStopHeartbeat(ending(world, statuses))(event));
    expect(outcome).toMatchObject({
      executions: [{ status: 'RUNNING' }, { status: 'SUCCEEDED' }, { status: 'RUNNING' }],
    });
    expect(Number(world.clock.monotonicNs()) / 1e9).toBeCloseTo(20.1, 6);
    expect(allChangesOf(world)).toContain('executions.stop arn:of:ledger');
    expect(allChangesOf(world)).not.toContain('executions.stop arn:of:stale');
  });

  it('stops what may have been started when no start is on record', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStopHeartbeat(world)(stepEvent('StopHeartbeat'));
    expect(outcome).toEqual({ executions: [] });
    expect(world.objects.stored()[KEY]).toBe('{"stop":true,"detection":null}');
  });

  it('waits for a series that was started by a step which left no outcome', async () => {
    const world = makeStepWorld();
    const executions = makeFakeExecutions(world.journal, [
      { arn: 'arn:of:ledger', name: 'run-1-ledger-orders', status: 'RUNNING' },
      { arn: 'arn:of:other', name: 'run-2-ledger-orders', status: 'RUNNING' },
    ]);
    const ports = { ...ending(world, { 'arn:of:ledger': 'SUCCEEDED' }), executions };
    const { outcome } = await makeStopHeartbeat(ports)(stepEvent('StopHeartbeat'));
    expect(outcome).toEqual({ executions: [{ arn: 'arn:of:ledger', status: 'SUCCEEDED' }] });
  });

  it('stops nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeStopHeartbeat(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});
