import type { Invocation } from '../../../lib/sandbox/states/asl/execution-scope.ts';
import type { StateMachine } from '../../../lib/sandbox/states/state-machine.ts';

/** Pass, Choice and Task in turn, and Succeed at the end: `times` rounds take 3 × times + 3 transitions. */
const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Count',
  States: {
    Count: { Type: 'Pass', Assign: { n: '{% $states.input.n + 1 %}' }, Next: 'More' },
    More: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $n <= $states.context.Execution.Input.times %}', Next: 'Work' }],
      Default: 'Done',
    },
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'work', Payload: { n: '{% $n %}' } },
      Output: '{% $states.result.Payload %}',
      Next: 'Count',
    },
    Done: { Type: 'Succeed' },
  },
};

export const LOOP: StateMachine = {
  arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:loop',
  name: 'loop',
  region: 'eu-west-1',
  definition: JSON.stringify(DEFINITION),
  createdAt: 0,
};

export function transitionsOf(times: number): number {
  return 3 * times + 3;
}

/** The handler, for the interpreter and for the bare loop alike: it reads its payload and answers it. */
export function work(payload: string): Promise<Invocation> {
  const event: unknown = JSON.parse(payload);
  return Promise.resolve({ statusCode: 200, functionError: null, payload: JSON.stringify(event) });
}
