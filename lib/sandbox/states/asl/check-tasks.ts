import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { isRecord } from './is-record.ts';
import type { PlacedSequence } from './sequences.ts';
import { INVOKE, INVOKE_WITH_TOKEN } from './states/schedule-task.ts';

/** Resources and arguments that the sandbox serves. */
export function checkTasks({ sequence, location: place }: PlacedSequence): Diagnostic[] {
  return Object.entries(sequence.States).flatMap(([name, state]) => {
    if (state.Type !== 'Task') return [];
    const location = `${place}/States/${name}`;
    return [
      ...checkResource(state.Resource, location),
      ...checkArguments(state.Arguments, location),
      ...checkHeartbeat(state, location),
    ];
  });
}

function checkResource(resource: string, location: string): Diagnostic[] {
  if (resource === INVOKE || resource === INVOKE_WITH_TOKEN) return [];
  const message = `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
  return [schemaProblem(message, `${location}/Resource`)];
}

function checkArguments(parameters: unknown, location: string): Diagnostic[] {
  if (!isRecord(parameters)) return [];
  const served = ['FunctionName', 'Payload', 'InvocationType'];
  const unknown = Object.keys(parameters).filter((field) => !served.includes(field));
  return unknown.map((field) =>
    schemaProblem(`The field "${field}" is not supported by Step Functions`, `${location}/Arguments`),
  );
}

function checkHeartbeat(
  state: { readonly TimeoutSeconds?: unknown; readonly HeartbeatSeconds?: unknown },
  location: string,
): Diagnostic[] {
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout !== 'number' || typeof heartbeat !== 'number' || heartbeat < timeout) return [];
  return [
    schemaProblem('HeartbeatSeconds must be smaller than TimeoutSeconds', `${location}/HeartbeatSeconds`),
  ];
}
