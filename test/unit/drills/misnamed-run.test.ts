import { describe, expect, test } from 'vitest';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { prepare } from '../sandbox/states/run-machine.ts';

const KINDS = ['failover', 'switchover', 'backup', 'restore', 'replication-check'] as const;

/** The harness names its executions `run`. */
async function started(kind: (typeof KINDS)[number], input: object) {
  const definition = workflowOf(
    kind,
    (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
  );
  const machine = prepare(definition, { input, handler: () => ({ outcome: {}, pending: [] }) });
  machine.execution.run();
  await machine.clock.drive(machine.execution.done);
  return { calls: machine.calls.length, ending: machine.execution.ending() };
}

describe.each(KINDS)('an execution of the %s workflow', (kind) => {
  test.each([
    ['another run', { run: 'orders-20261102-080000-1a2b' }],
    ['no run', {}],
  ])('that has the input of %s ends at once and calls nothing', async (_, input) => {
    const { calls, ending } = await started(kind, { ...input, scope: 'real', plan: { name: 'orders' } });
    expect(calls).toBe(0);
    expect(ending).toMatchObject({
      status: 'FAILED',
      error: 'Misnamed',
      cause: expect.stringMatching(/^nothing was touched: .* \(run\); start it under the name of its run$/),
    });
  });

  test('that finishes a run has a name of its own, and acts', async () => {
    const finish = { outcomes: {}, failure: { state: 'Begin', error: 'RunCutShort', cause: '' } };
    const { calls } = await started(kind, { run: 'another', scope: 'rehearsal', databases: [], finish });
    expect(calls).toBeGreaterThan(0);
  });
});
