import type { Variables } from './cursor.ts';
import type { Sequence, State } from './definition.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { checkStored, payloadText } from './payload-limit.ts';
import { runState } from './run-state.ts';
import { currentCursor, type Outcome } from './state-context.ts';
import { StateFailure } from './state-failure.ts';

/** Runs a sequence from its start, or from where the journal stands. Answers its output. */
export async function runStates(sequence: Sequence, scope: ExecutionScope): Promise<unknown> {
  if (scope.cursor() === null) {
    enter(sequence, scope, { name: sequence.StartAt, input: scope.start.input, variables: {} });
  }
  for (;;) {
    const { state: name, variables } = currentCursor(scope);
    const state = stateOf(sequence, name);
    const outcome = await runState(name, state, scope);
    recordExit(scope, { name, state, outcome });
    if (outcome.next === null) return outcome.output;
    const stored = { ...variables, ...outcome.assigned };
    if (Object.keys(outcome.assigned).length > 0) checkStored([scope.start.outer, stored], name);
    enter(sequence, scope, { name: outcome.next, input: outcome.output, variables: stored });
  }
}

interface Entry {
  readonly name: string;
  readonly input: unknown;
  readonly variables: Variables;
}

function enter(sequence: Sequence, scope: ExecutionScope, { name, input, variables }: Entry): void {
  const { Type } = stateOf(sequence, name);
  const details = { name, input: payloadText(input, name), inputDetails: { truncated: false } };
  scope.record(`${Type}StateEntered`, { stateEnteredEventDetails: details });
  scope.enter({
    state: name,
    input,
    variables,
    enteredAt: scope.clock.now(),
    retryCounts: [],
    retryCount: 0,
    phase: { kind: 'entered' },
    answer: null,
    aliveAt: null,
  });
}

function recordExit(
  scope: ExecutionScope,
  { name, state, outcome }: { name: string; state: State; outcome: Outcome },
): void {
  const output = { output: payloadText(outcome.output, name), outputDetails: { truncated: false } };
  payloadText(outcome.assigned, name);
  const names: [string, string][] = Object.entries(outcome.assigned).map(([key, value]) => [
    key,
    payloadText(value, name),
  ]);
  const assigned = {
    assignedVariables: Object.fromEntries(names),
    assignedVariablesDetails: { truncated: false },
  };
  scope.record(`${state.Type}StateExited`, {
    stateExitedEventDetails: { name, ...output, ...(names.length === 0 ? {} : assigned) },
  });
}

function stateOf(sequence: Sequence, name: string): State {
  const state = sequence.States[name];
  if (state) return state;
  throw new StateFailure('States.Runtime', `There is no state '${name}'.`, { explained: true, fatal: true });
}
