import type { TaskAnswer, TaskDelivery } from '../cursor.ts';
import type { TaskState } from '../definition.ts';
import { withErrorHandling } from '../error-handling.ts';
import { payloadText } from '../payload-limit.ts';
import { currentCursor, leaveWithResult, type Outcome, type StateContext } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';
import { scheduleTask, taskResource } from './schedule-task.ts';
import { untilTaskDeadline } from './task-deadline.ts';
import { readInvocation } from './task-result.ts';

type TaskContext = StateContext<TaskState>;

/** Calls a function, and waits for its result or for the answer to its token. */
export function runTask(context: TaskContext): Promise<Outcome> {
  return withErrorHandling(context, context.state, () => attempt(context));
}

async function attempt(context: TaskContext): Promise<Outcome> {
  const { state, scope } = context;
  const result = await taskResult(context);
  scope.record('TaskSucceeded', {
    taskSucceededEventDetails: {
      ...taskResource(state),
      output: payloadText(result, context.name),
      outputDetails: { truncated: false },
    },
  });
  return leaveWithResult(context, result);
}

/** Goes on where the journal stands: a task that was in flight is delivered again, one that was submitted is not. */
async function taskResult(context: TaskContext): Promise<unknown> {
  const { phase } = currentCursor(context.scope);
  const inFlight = phase.kind === 'scheduled' || phase.kind === 'submitted';
  const task = inFlight ? phase.task : await scheduleTask(context);
  const deadline = untilTaskDeadline(context.scope, task);
  try {
    return await Promise.race([deliver(context, task), deadline.passed]);
  } catch (thrown) {
    throw thrown instanceof StateFailure ? recordTaskFailure(context, thrown) : thrown;
  } finally {
    deadline.cancel();
  }
}

async function deliver(context: TaskContext, task: TaskDelivery): Promise<unknown> {
  if (task.token === null) return invoke(context, task);
  const answer = context.scope.answered();
  if (currentCursor(context.scope).phase.kind === 'submitted') return readAnswer(await answer);
  return Promise.race([answer.then(readAnswer), submit(context, task)]);
}

async function invoke({ scope }: TaskContext, task: TaskDelivery): Promise<unknown> {
  return readInvocation(await scope.invoke(task, scope.identity.region));
}

/** Hands a task with a token out; never resolves, as its result is the token's answer. */
async function submit(context: TaskContext, task: TaskDelivery): Promise<never> {
  const { scope, state } = context;
  const submitted = await invoke(context, task);
  if (stillScheduled(context, task)) {
    scope.record('TaskSubmitted', {
      taskSubmittedEventDetails: {
        ...taskResource(state),
        output: payloadText(submitted, context.name),
        outputDetails: { truncated: false },
      },
    });
    scope.commit({ phase: { kind: 'submitted', task } });
  }
  return new Promise<never>(() => {});
}

/** The function may have answered its token, or the state's time have run out, before the call returned. */
function stillScheduled({ scope }: TaskContext, task: TaskDelivery): boolean {
  const { phase, answer } = currentCursor(scope);
  const current = phase.kind === 'scheduled' && phase.task.token === task.token;
  return current && answer === null && !scope.signal.aborted;
}

function readAnswer(answer: TaskAnswer): unknown {
  if (answer.ok) return answer.output;
  throw new StateFailure(answer.error, answer.cause, { explained: true });
}

function recordTaskFailure({ scope, state }: TaskContext, failure: StateFailure): StateFailure {
  const resource = taskResource(state);
  if (failure.error === 'States.Timeout' && failure.causeText === null) {
    scope.record('TaskTimedOut', { taskTimedOutEventDetails: { ...resource, error: failure.error } });
    return failure;
  }
  if (failure.options.location !== undefined) return failure;
  scope.record('TaskFailed', {
    taskFailedEventDetails: { ...resource, error: failure.error, cause: failure.causeText ?? '' },
  });
  return failure;
}
