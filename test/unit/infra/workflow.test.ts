import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import { Workflow } from '../../../lib/infra/constructs/workflow.ts';

function made(definition: object, names: readonly string[]) {
  const stack = new Stack(new App(), 'one', { env: { account: '111122223333', region: 'eu-west-1' } });
  const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
  const functions = names.map(
    (name) => [name, LambdaFunction.fromFunctionArn(stack, name, arnOf(name))] as const,
  );
  return () =>
    new Workflow(stack, 'Workflow', {
      stateMachineName: 'muster-any',
      definition: JSON.stringify(definition),
      functions: Object.fromEntries(functions),
      logRetention: 30,
    });
}

const calling = (name: string) => ({
  TimeoutSeconds: 60,
  States: { One: { Arguments: { FunctionName: `\${${name}}` } } },
});

test('a workflow has a function for each name in its file', () => {
  expect(made(calling('PromoteReplica'), ['PromoteReplica'])).not.toThrow();
});

test('a name without a function, and a function without a name, are refused', () => {
  const message = 'muster-any: its file names PromoteReplica; functions are ';
  expect(made(calling('PromoteReplica'), ['SwitchTraffic'])).toThrow(`${message}SwitchTraffic`);
  expect(made(calling('PromoteReplica'), ['PromoteReplica', 'SwitchTraffic'])).toThrow(
    `${message}PromoteReplica, SwitchTraffic`,
  );
});

test('a file without a time-out is refused: the construct would drop one', () => {
  expect(made({ States: {} }, [])).toThrow('muster-any: its file has no TimeoutSeconds');
});
