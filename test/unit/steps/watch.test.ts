import { describe, expect, it } from 'vitest';
import { makeCleanUp } from '../../../lib/steps/clean-up.ts';
import { makeStartHeartbeat } from '../../../lib/steps/start-heartbeat.ts';
import { makeStopHeartbeat } from '../../../lib/steps/stop-heartbeat.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const run = runInput({ scope: 'real', watch: { run: 'watch-1' } });
const CONTROL = 'runs/watch-1/heartbeat/control.json';

const WATCH = {
  schemaVersion: 1,
  run: 'watch-1',
  plan: run.plan,
  startedAt: '2026-03-01T02:00:00.000000Z',
  heartbeat: run.heartbeat,
  detect: run.detect,
  executions: [
    { role: 'ledger', source: 'orders', arn: 'arn:watch-1-ledger-orders' },
    { role: 'health', source: 'services', arn: 'arn:watch-1-health-services' },
  ],
};

function status(role: string, source: string, segment: number) {
  const at = '2026-03-01T03:00:00.000000Z';
  const counts = { good: 0, bad: 9, detectedAt: at, failing: true, evidence: [], unhealthy: [] };
  return JSON.stringify({ role, source, segment, at, lastGoodAt: null, ...counts });
}

describe('a run that joins a watch', () => {
  it('has its series, from before the last acknowledged heartbeat on, also when that is segments ago', async () => {
    const world = makeStepWorld({
      texts: {
        'watch/orders.json': JSON.stringify(WATCH),
        'runs/watch-1/heartbeat/status/ledger-orders.json': status('ledger', 'orders', 7),
        'runs/watch-1/heartbeat/status/health-services.json': status('health', 'services', 6),
        'runs/watch-1/ledger/orders/6-0.ndjson': '{"outcome":"failed"}\n',
        'runs/watch-1/ledger/orders/5-0.ndjson': '{"outcome":"acknowledged"}\n',
        'runs/watch-1/ledger/orders/5-1.ndjson': '{"outcome":"failed"}\n',
      },
    });
    const { outcome } = await makeStartHeartbeat(world)(stepEvent('StartHeartbeat', {}, { run }));
    expect(outcome).toMatchObject({
      executions: [
        { role: 'ledger', database: 'orders', arn: 'arn:watch-1-ledger-orders' },
        { role: 'health', database: null, arn: 'arn:watch-1-health-services' },
      ],
      from: [
        { role: 'ledger', source: 'orders', segment: 4 },
        { role: 'health', source: 'services', segment: 3 },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('does not take another watch for the one that it was started with', async () => {
    const other = { ...WATCH, run: 'watch-2' };
    const world = makeStepWorld({ texts: { 'watch/orders.json': JSON.stringify(other) } });
    await expect(makeStartHeartbeat(world)(stepEvent('StartHeartbeat', {}, { run }))).rejects.toMatchObject({
      name: 'ObjectMissing',
      message: expect.stringContaining('saw watch watch-2; expected watch watch-1'),
    });
  });

  it('leaves it as it is when nothing was promoted', async () => {
    const world = makeStepWorld();
    const known = [{ arn: 'arn:w', name: 'watch-1-ledger-orders', status: 'RUNNING' }];
    const executions = makeFakeExecutions(world.journal, known);
    const { outcome } = await makeStopHeartbeat({ ...world, executions })(
      stepEvent('StopHeartbeat', {}, { run }),
    );
    expect(outcome).toEqual({ executions: [] });
    expect(world.objects.stored()[CONTROL]).toBeUndefined();
    const cleaned = await makeCleanUp({ ...world, executions })(stepEvent('CleanUp', {}, { run }));
    expect(cleaned.outcome).toMatchObject({ runningExecutions: [] });
  });

  it('ends it once the replica was promoted', async () => {
    const world = makeStepWorld();
    const known = [{ arn: 'arn:w', name: 'watch-1-ledger-orders', status: 'RUNNING' }];
    const executions = makeFakeExecutions(world.journal, known);
    const event = stepEvent('StopHeartbeat', { PromoteReplica: SEEN.PromoteReplica }, { run });
    await world.clock.drive(makeStopHeartbeat({ ...world, executions })(event));
    expect(JSON.parse(world.objects.stored()[CONTROL] ?? '')).toEqual({ stop: true, detection: null });
  });
});
