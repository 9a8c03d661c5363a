import { expect, test } from 'vitest';
import { startHeraldAgain } from '../../../lib/cli/start-herald-again.ts';
import type { RunInput } from '../../../lib/domain/run/run-input.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { heraldInputWith } from '../../fakes/herald-input.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { EXECUTION } from '../../fakes/step-event.ts';

const { notices } = heraldInputWith();

async function startedBeside(
  heralds: readonly (readonly [name: string, status: string])[],
  input: RunInput = runInput({ notices }),
) {
  const workflows = makeFakeWorkflows();
  const executions = {
    ...makeFakeExecutions(),
    inputOf: async () => input,
    list: async () => heralds.map(([name, status]) => ({ arn: `arn:of:${name}`, name, status })),
  };
  await startHeraldAgain({ executions, workflows }, EXECUTION);
  return workflows.started.map(({ name }) => name);
}

test('a run that is resumed has another herald, and one at a time', async () => {
  expect(await startedBeside([['run-1-herald', 'SUCCEEDED']])).toEqual(['run-1-herald-2']);
  expect(
    await startedBeside([
      ['run-1-herald', 'SUCCEEDED'],
      ['run-1-herald-2', 'FAILED'],
      ['run-10-herald', 'RUNNING'],
    ]),
  ).toEqual(['run-1-herald-3']);
  expect(await startedBeside([['run-1-herald-2', 'RUNNING']])).toEqual([]);
  expect(await startedBeside([])).toEqual(['run-1-herald']);
});

test('one that announces itself nowhere has none', async () => {
  expect(await startedBeside([], runInput())).toEqual([]);
});

test('the one of a run that is resumed knows what somebody went past, as the first one did', async () => {
  const workflows = makeFakeWorkflows();
  const input = runInput({ notices, scope: 'real', real: realEvent({ breakGlass: 'nobody answers' }) });
  const executions = { ...makeFakeExecutions(), inputOf: async () => input, list: async () => [] };
  await startHeraldAgain({ executions, workflows }, EXECUTION);
  expect(workflows.started[0]?.input).toMatchObject({ overrides: { breakGlass: 'nobody answers' } });
});
