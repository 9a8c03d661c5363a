import type { State } from './definition.ts';
import { recordEvaluationFailure } from './error-handling.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { Outcome, StateContext } from './state-context.ts';
import { StateFailure } from './state-failure.ts';
import { runChoice } from './states/choice.ts';
import { runFail } from './states/fail.ts';
import { runMap } from './states/map.ts';
import { runParallel } from './states/parallel.ts';
import { runPass } from './states/pass.ts';
import { runSucceed } from './states/succeed.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';

/** Runs one state. @throws StateFailure with its full cause when nothing caught it. */
export async function runState(name: string, state: State, scope: ExecutionScope): Promise<Outcome> {
  try {
    return await dispatch(name, state, scope);
  } catch (thrown) {
    const context: StateContext = { name, state, scope };
    throw thrown instanceof StateFailure ? recordEvaluationFailure(context, thrown) : thrown;
  }
}

function dispatch(name: string, state: State, scope: ExecutionScope): Promise<Outcome> {
  switch (state.Type) {
    case 'Task':
      return runTask({ name, state, scope });
    case 'Choice':
      return runChoice({ name, state, scope });
    case 'Wait':
      return runWait({ name, state, scope });
    case 'Pass':
      return runPass({ name, state, scope });
    case 'Succeed':
      return runSucceed({ name, state, scope });
    case 'Fail':
      return runFail({ name, state, scope });
    case 'Parallel':
      return runParallel({ name, state, scope });
    default:
      return runMap({ name, state, scope });
  }
}
