import type { TaskDelivery } from '../cursor.ts';
import type { TaskState } from '../definition.ts';
import { isRecord } from '../is-record.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import { payloadText } from '../payload-limit.ts';
import { currentCursor, type StateContext, templateFor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';

/** AWS's default for TimeoutSeconds, also its maximum. */
const MAX_SECONDS = 99_999_999;

export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const INVOKE_WITH_TOKEN = `${INVOKE}.waitForTaskToken`;

/** The resource as history events name it. */
export function taskResource(state: TaskState): { readonly resourceType: string; readonly resource: string } {
  return {
    resourceType: 'lambda',
    resource: state.Resource === INVOKE ? 'invoke' : 'invoke.waitForTaskToken',
  };
}

/** Evaluates the task's fields and records it as scheduled; the journal holds it before anything is delivered. */
export async function scheduleTask(context: StateContext<TaskState>): Promise<TaskDelivery> {
  const { state, scope } = context;
  const token = state.Resource === INVOKE_WITH_TOKEN ? scope.newToken() : null;
  const template = templateFor(context, token === null ? {} : { token });
  const input = currentCursor(scope).input;
  const hasArguments = Object.hasOwn(state, 'Arguments');
  const parameters = hasArguments
    ? await template.value({ template: state.Arguments, location: 'Arguments' })
    : input;
  const timeoutSeconds = await seconds(template, state.TimeoutSeconds, 'TimeoutSeconds');
  const heartbeatSeconds = await seconds(template, state.HeartbeatSeconds, 'HeartbeatSeconds');
  const details = {
    ...taskResource(state),
    region: scope.identity.region,
    parameters: payloadText(parameters, context.name),
    ...(timeoutSeconds === null ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === null ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  const task: TaskDelivery = {
    ...readParameters(parameters),
    token,
    scheduledAt: scope.clock.now(),
    timeoutSeconds: timeoutSeconds ?? MAX_SECONDS,
    heartbeatSeconds,
  };
  scope.record('TaskScheduled', { taskScheduledEventDetails: details });
  scope.record('TaskStarted', { taskStartedEventDetails: taskResource(state) });
  scope.commit({ phase: { kind: 'scheduled', task }, answer: null, aliveAt: null });
  return task;
}

async function seconds(
  template: Template,
  field: number | string | undefined,
  location: string,
): Promise<number | null> {
  if (field === undefined) return null;
  const value = await template.number({ template: field, location });
  if (Number.isInteger(value) && value > 0 && value <= MAX_SECONDS) return value;
  throw queryError(
    `The field '${location}' must be an integer between 1 and ${MAX_SECONDS}, but was ${value}.`,
    location,
  );
}

/** FunctionName, Payload and InvocationType of lambda:invoke; anything else was refused with the definition. */
function readParameters(
  parameters: unknown,
): Pick<TaskDelivery, 'functionName' | 'payload' | 'invocationType'> {
  const fields = isRecord(parameters) ? parameters : {};
  const { FunctionName: functionName, Payload: payload, InvocationType: type } = fields;
  if (typeof functionName !== 'string') {
    throw invalidParameters("The field 'FunctionName' is required but was missing");
  }
  if (type !== undefined && type !== 'Event' && type !== 'RequestResponse') {
    throw invalidParameters(`The value ${JSON.stringify(type)} of 'InvocationType' is not served`);
  }
  return { functionName, payload: payload ?? {}, invocationType: type ?? 'RequestResponse' };
}

function invalidParameters(problem: string): StateFailure {
  return new StateFailure('States.Runtime', `The Parameters for the task are invalid: ${problem}`);
}
