import { z } from 'zod';
import { functionOf, type NamedState, type Workflow } from './workflows.ts';

/** Fields of JSONPath mode. AWS refuses them in JSONata mode; the validator that the tests use does not. */
const JSONPATH_FIELDS = [
  'Parameters',
  'ResultPath',
  'InputPath',
  'OutputPath',
  'ResultSelector',
  'Result',
  'Variable',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'CausePath',
  'ErrorPath',
];

const Arguments = z.looseObject({
  FunctionName: z.string().optional(),
  Payload: z.looseObject({ attempt: z.string().optional() }).optional().catch(undefined),
});
const Catcher = z.looseObject({ ErrorEquals: z.array(z.string()) });
const Retrier = z.looseObject({ MaxAttempts: z.number().optional() });

/** How the end of a function's process reaches a workflow: on AWS, and in the words of its runtime. */
const KILLED = ['Lambda.Unknown', 'Runtime.ExitError'];
const OnErrors = z.looseObject({ ErrorEquals: z.array(z.string()) });

/** Tasks that do not try again when their function's process is killed. */
export function tasksEndedByAKill({ states }: Workflow): string[] {
  const tasks = states.filter(({ state }) => state.Type === 'Task');
  return tasks
    .filter(({ state }) => !KILLED.every((name) => retried(state).includes(name)))
    .map(({ name }) => name);
}

function retried(state: NamedState['state']): string[] {
  return z
    .array(OnErrors)
    .parse(state['Retry'] ?? [])
    .flatMap(({ ErrorEquals }) => ErrorEquals);
}

/** How the tasks of a workflow number their attempts: one that does it in a way of its own repeats an id of the record. */
export function attemptNumbersOf({ states }: Workflow): string[] {
  const numbers = states.map(({ state }) => Arguments.parse(state['Arguments'] ?? {}).Payload?.attempt);
  return [...new Set(numbers.filter((number) => number !== undefined))];
}

/** Where a workflow leaves the house's rules, one line a breach; empty when it keeps them. */
export function workflowBreaches({ path, machine, states }: Workflow): string[] {
  const own = [
    ...(machine.QueryLanguage === 'JSONata' ? [] : ['is not in JSONata mode']),
    ...(machine.TimeoutSeconds === undefined ? ['has no TimeoutSeconds'] : []),
  ];
  const ofStates = states.flatMap((named) => stateBreaches(named).map((breach) => `${named.name} ${breach}`));
  return [...own, ...ofStates].map((breach) => `${path}: ${breach}`);
}

function stateBreaches(named: NamedState): string[] {
  const { state } = named;
  const jsonPath = JSONPATH_FIELDS.filter((field) => field in state).map(
    (field) => `has the JSONPath field ${field}`,
  );
  const language = (state['QueryLanguage'] ?? 'JSONata') === 'JSONata' ? [] : ['leaves JSONata mode'];
  return [
    ...jsonPath,
    ...language,
    ...(state.Type === 'Task' ? [...callBreaches(named), ...taskBreaches(state)] : []),
  ];
}

/** A state calls the function that has its name, one of the way back that of the way there: a handler is known by its state. */
function callBreaches({ name, state }: NamedState): string[] {
  const { FunctionName } = Arguments.parse(state['Arguments'] ?? {});
  return FunctionName?.endsWith(`:function:${functionOf(name)}`)
    ? []
    : ['does not call the function of its name'];
}

function taskBreaches(state: NamedState['state']): string[] {
  const retriers = z.array(Retrier).parse(state['Retry'] ?? []);
  const catchers = z.array(Catcher).parse(state['Catch'] ?? []);
  const catchesAll = catchers.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
  return [
    ...(state['TimeoutSeconds'] === undefined ? ['has no TimeoutSeconds'] : []),
    ...(retriers.length === 0 ? ['has no Retry'] : []),
    ...(retriers.some(({ MaxAttempts }) => MaxAttempts === undefined) ? ['retries without MaxAttempts'] : []),
    ...(catchers.length === 0 ? ['has no Catch'] : catchesAll ? [] : ['does not catch everything']),
  ];
}
