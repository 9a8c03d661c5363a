import { expect, test } from 'vitest';
import { makeEvaluator } from '../../../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import { type Execution, makeExecution } from '../../../../lib/sandbox/states/executions/execution.ts';
import { NO_MAP_RUNS, NO_OBJECTS } from './no-map-runs.ts';
import { machine } from './run-machine.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const ARN = 'arn:aws:states:eu-west-1:123456789012';

/** One state after another, each with a variable of so many bytes in JSON, of the name `v<n>`. */
function assigning(count: number, bytes: number): string {
  const states = Array.from({ length: count }, (_, n) => [
    `S${n}`,
    { Type: 'Pass', Assign: { [`v${n}`]: 'x'.repeat(bytes - 2) }, Next: n + 1 < count ? `S${n + 1}` : 'End' },
  ]);
  return machine('S0', { ...Object.fromEntries(states), End: { Type: 'Succeed', Output: 1 } });
}

/** Without a journal, in which each line would hold all that is stored. */
async function run(definition: string): Promise<Execution> {
  const clock = makeVirtualClock();
  const never = (): never => {
    throw new Error('no task, no chance');
  };
  const record = {
    arn: `${ARN}:execution:machine:run`,
    name: 'run',
    region: 'eu-west-1',
    machineArn: `${ARN}:stateMachine:machine`,
    machineName: 'machine',
    startedAt: clock.now(),
    input: '{}',
    definition,
  };
  const evaluate = makeEvaluator({ nowMillis: never, random: never });
  const execution = makeExecution(
    { record, read: () => [], append: () => {} },
    { clock, evaluate, invoke: never, random: never, objects: NO_OBJECTS, mapRuns: NO_MAP_RUNS.portOf },
  );
  execution.run();
  await clock.drive(execution.done);
  return execution;
}

test('all variables together may have 10 MiB', async () => {
  expect((await run(assigning(40, 262_000))).ending()).toMatchObject({ status: 'SUCCEEDED' });
  expect((await run(assigning(41, 262_000))).ending()).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause: "The variables stored with the state 'S40' exceed 10485760 bytes in total.",
  });
});
