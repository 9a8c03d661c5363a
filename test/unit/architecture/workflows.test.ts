import { describe, expect, it } from 'vitest';
import { FAILURES } from '../../../lib/domain/failure.ts';
import { PROJECT, seedTree } from './project-tree.ts';
import { attemptNumbersOf, tasksEndedByAKill, workflowBreaches } from './workflow-rules.ts';
import { ownErrorsOf, readWorkflows, validationErrors } from './workflows.ts';

const WORKFLOWS = readWorkflows(PROJECT);

const GOOD_TASK = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${Promote}', Payload: '{% $states.input %}' },
  TimeoutSeconds: 5,
  Retry: [{ ErrorEquals: ['PromotionPending', 'Lambda.TooManyRequestsException'], MaxAttempts: 3 }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
  Next: 'Done',
};

describe('each workflow', () => {
  it('is found: the drill and its heartbeat at least', () => {
    expect(WORKFLOWS.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['drills/failover/workflow.asl.json', 'drills/heartbeat/workflow.asl.json']),
    );
  });

  it('passes the validator', () => {
    expect(WORKFLOWS.flatMap(({ text }) => validationErrors(text))).toEqual([]);
  });

  it('keeps the rules of the house', () => {
    expect(WORKFLOWS.flatMap(workflowBreaches)).toEqual([]);
  });

  it('tries every task of a drill that moves the service again whose function was killed', () => {
    const moves = WORKFLOWS.filter(({ path }) => /^drills\/(failover|switchover)\//.test(path));

    expect(moves).toHaveLength(2);
    expect(moves.flatMap(tasksEndedByAKill)).toEqual([]);
  });

  it('numbers the attempts of all its tasks alike, and those of a redrive apart', () => {
    const numbers = WORKFLOWS.map(attemptNumbersOf);
    const failover = WORKFLOWS.findIndex(({ path }) => path.startsWith('drills/failover/'));

    expect(numbers.filter((ways) => ways.length > 1)).toEqual([]);
    expect(numbers[failover]).toEqual([expect.stringContaining('Execution.RedriveCount')]);
  });

  it('branches on failures only that lib/domain/failure.ts has', () => {
    const own = ownErrorsOf(WORKFLOWS);

    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((name) => !(name in FAILURES))).toEqual([]);
  });
});

describe('the guards of the workflows', () => {
  it('pass a task that has all it needs', () => {
    const workflow = seed(GOOD_TASK);

    expect(validationErrors(workflow.text)).toEqual([]);
    expect(workflowBreaches(workflow)).toEqual([]);
  });

  it.each([
    ['TimeoutSeconds', 'has no TimeoutSeconds'],
    ['Retry', 'has no Retry'],
    ['Catch', 'has no Catch'],
  ])('name a task without %s', (field, breach) => {
    expect(breachesOf({ ...GOOD_TASK, [field]: undefined })).toEqual([breach]);
  });

  it.each(['Retry', 'Catch'])('name a task whose %s is empty', (field) => {
    expect(breachesOf({ ...GOOD_TASK, [field]: [] })).toEqual([`has no ${field}`]);
  });

  it('name a retry that is not bounded', () => {
    expect(breachesOf({ ...GOOD_TASK, Retry: [{ ErrorEquals: ['States.ALL'] }] })).toEqual([
      'retries without MaxAttempts',
    ]);
  });

  it('name a task that lets a failure through', () => {
    const Catch = [{ ErrorEquals: ['RunAborted'], Next: 'Done' }];
    expect(breachesOf({ ...GOOD_TASK, Catch })).toEqual(['does not catch everything']);
  });

  it('name a task that a kill ends', () => {
    expect(tasksEndedByAKill(seed(GOOD_TASK))).toEqual(['Promote']);
  });

  it.each(['Parameters', 'ResultPath', 'InputPath', 'OutputPath', 'ResultSelector', 'SecondsPath'])(
    'name the JSONPath field %s',
    (field) => {
      expect(breachesOf({ ...GOOD_TASK, [field]: '$' })).toEqual([`has the JSONPath field ${field}`]);
    },
  );

  it('name a task that calls the function of another state', () => {
    const task = { ...GOOD_TASK, Arguments: { FunctionName: '${FenceOldPrimary}' } };

    expect(breachesOf(task)).toEqual(['does not call the function of its name']);
  });

  it('name a task of the way back that does not call the function of the way there', () => {
    const workflow = (fn: string) => ({
      QueryLanguage: 'JSONata',
      TimeoutSeconds: 60,
      States: { PromoteBack: { ...GOOD_TASK, Arguments: { FunctionName: fn } }, Done: { Type: 'Succeed' } },
    });
    const breaches = (fn: string) =>
      readWorkflows(seedTree({ 'drills/x/workflow.asl.json': JSON.stringify(workflow(fn)) })).flatMap(
        workflowBreaches,
      );

    expect(breaches('${Promote}')).toEqual([]);
    expect(breaches('${PromoteBack}')).toEqual([
      'drills/x/workflow.asl.json: PromoteBack does not call the function of its name',
    ]);
  });

  it('look into the branches of a Parallel state', () => {
    const branch = {
      StartAt: 'Promote',
      States: { Promote: { ...GOOD_TASK, Catch: undefined, Next: undefined, End: true } },
    };
    const workflow = seed({ Type: 'Parallel', Branches: [branch], Next: 'Done' });

    expect(workflowBreaches(workflow)).toEqual(['drills/x/workflow.asl.json: Promote has no Catch']);
  });

  it('name a machine in JSONPath mode, and one without a time-out', () => {
    const workflow = seed(GOOD_TASK, { QueryLanguage: undefined, TimeoutSeconds: undefined });

    expect(workflowBreaches(workflow)).toEqual([
      'drills/x/workflow.asl.json: is not in JSONata mode',
      'drills/x/workflow.asl.json: has no TimeoutSeconds',
    ]);
  });

  it('name a target that does not exist, and an expression that is not JSONata', () => {
    const lost = seed({ ...GOOD_TASK, Next: 'Nowhere' });
    const garbled = seed({ ...GOOD_TASK, Arguments: '{% $states.( %}' });

    expect(validationErrors(lost.text).join()).toMatch(/MISSING_TRANSITION_TARGET/);
    expect(validationErrors(garbled.text).join()).toMatch(/SCHEMA_VALIDATION_FAILED/);
  });

  it('name a failure that no class stands for', () => {
    const workflow = seed({
      ...GOOD_TASK,
      Retry: [{ ErrorEquals: ['LockHeld', 'Misspelt', 'States.Timeout'], MaxAttempts: 1 }],
    });

    expect(ownErrorsOf([workflow]).filter((name) => !(name in FAILURES))).toEqual(['Misspelt']);
  });
});

describe('each failure', () => {
  it.each(Object.entries(FAILURES))('%s has its own name', (name, Failure) => {
    expect(new Failure({ subject: 's', seen: 'a', limit: 'b' }).name).toBe(name);
  });
});

function seed(task: object, machine: object = {}) {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Promote',
    TimeoutSeconds: 60,
    ...machine,
    States: { Promote: task, Done: { Type: 'Succeed' } },
  };
  const [workflow] = readWorkflows(seedTree({ 'drills/x/workflow.asl.json': JSON.stringify(definition) }));
  if (!workflow) throw new Error('the seeded workflow was not found');
  return workflow;
}

function breachesOf(task: object): string[] {
  const start = 'drills/x/workflow.asl.json: Promote ';
  return workflowBreaches(seed(task)).map((breach) => breach.replace(start, ''));
}
