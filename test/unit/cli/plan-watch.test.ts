import { expect, test } from 'vitest';
import { isRunning, watchesAll } from '../../../lib/cli/plan-watch.ts';
import type { StandingWatch } from '../../../lib/domain/run/standing-watch.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { runInput } from '../../fakes/run-input.ts';

const { plan, heartbeat, detect } = runInput();

function watchOf(...arns: readonly string[]): StandingWatch {
  return {
    schemaVersion: 1,
    run: 'watch-1',
    startedAt: '2026-03-01T12:00:00.000000Z',
    plan,
    heartbeat,
    detect,
    executions: arns.map((arn) => ({ role: 'ledger', source: 'orders', arn })),
  };
}

const workflows = makeFakeWorkflows([], {
  statuses: { first: 'RUNNING', second: 'RUNNING', dead: 'FAILED' },
});

test('a watch with a series that has ended is there to be stopped, and watches no more', async () => {
  await expect(watchesAll(workflows, watchOf('first', 'second'))).resolves.toBe(true);
  await expect(watchesAll(workflows, watchOf('first', 'dead'))).resolves.toBe(false);
  await expect(watchesAll(workflows, watchOf('first', 'unknown'))).resolves.toBe(false);
  await expect(watchesAll(workflows, watchOf())).resolves.toBe(false);
  await expect(isRunning(workflows, watchOf('first', 'dead'))).resolves.toBe(true);
  await expect(isRunning(workflows, watchOf('dead'))).resolves.toBe(false);
});
