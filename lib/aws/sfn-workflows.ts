import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent as SfnEvent,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { executionArnOf } from '../domain/run/execution-arn.ts';
import type { HistoryEvent } from '../domain/record/history-event.ts';
import type { Workflows } from '../ports/workflows.ts';
import { callAws, errorName } from './aws-failure.ts';

/** More than a state or two bring. */
const NEW_EVENTS = 50;
const NOT_AWAITED = new Set(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken']);

/** Executions on Step Functions. */
export function makeSfnWorkflows(sfn: SFNClient): Workflows {
  return {
    start: (request) => start(sfn, request),
    status: async (executionArn) => {
      try {
        const { status } = await callAws('Step Functions', () =>
          sfn.send(new DescribeExecutionCommand({ executionArn })),
        );
        return status ?? null;
      } catch (error) {
        if (errorName(error) === 'ExecutionDoesNotExist') return null;
        throw error;
      }
    },
    history: (executionArn, after = 0) => history(sfn, executionArn, after),
    completeTask: (taskToken, output) =>
      isAwaited(() => sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    keepTask: (taskToken) => isAwaited(() => sfn.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

/** Whether the token of a call is awaited still: on every other failure the call throws. */
async function isAwaited(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await callAws('Step Functions', call);
    return true;
  } catch (error) {
    if (NOT_AWAITED.has(errorName(error))) return false;
    throw error;
  }
}

/** The name is the idempotency key: where an execution of that name has run already, it is the one that is meant. */
async function start(
  sfn: SFNClient,
  { machineArn, name, input }: Parameters<Workflows['start']>[0],
): Promise<string> {
  const command = new StartExecutionCommand({
    stateMachineArn: machineArn,
    name,
    input: JSON.stringify(input),
  });
  try {
    const { executionArn } = await callAws('Step Functions', () => sfn.send(command));
    return executionArn ?? '';
  } catch (error) {
    if (errorName(error) !== 'ExecutionAlreadyExists') throw error;
    return executionArnOf(machineArn, name);
  }
}

/** What is new is read from the end, so that whoever follows an execution is not sent all of it at each look. */
async function history(
  sfn: SFNClient,
  executionArn: string,
  after: number,
): Promise<readonly HistoryEvent[]> {
  const reverseOrder = after > 0;
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await callAws('Step Functions', () =>
      sfn.send(
        new GetExecutionHistoryCommand({
          executionArn,
          nextToken,
          includeExecutionData: false,
          reverseOrder,
          maxResults: reverseOrder ? NEW_EVENTS : 1000,
        }),
      ),
    );
    events.push(...(page.events ?? []).map(eventOf));
    nextToken = page.nextToken;
  } while (nextToken && !events.some(({ id }) => id <= after));
  return events.filter(({ id }) => id > after).toSorted((a, b) => a.id - b.id);
}

/** The SDK gives times in whole milliseconds. */
function eventOf(event: SfnEvent): HistoryEvent {
  const failure =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.evaluationFailedEventDetails ??
    event.executionFailedEventDetails;
  return {
    id: event.id ?? 0,
    type: event.type ?? 'Unknown',
    at: (event.timestamp?.getTime() ?? 0) * 1000,
    state: event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? null,
    error: failure?.error ?? null,
    cause: causeOf(failure?.cause),
  };
}

const FunctionCause = z.object({ errorMessage: z.string() });

/** What a function said, without its stack: paths of a deployment are of no use in a record. */
function causeOf(cause: string | undefined): string | null {
  if (cause === undefined) return null;
  try {
    return FunctionCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
