import {
  DescribeExecutionCommand,
  ExecutionStatus,
  paginateListExecutions,
  RedriveExecutionCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Conflict } from '../domain/failure.ts';
import type { Executions, ExecutionSummary } from '../ports/executions.ts';
import { callAws, errorName } from './aws-failure.ts';

const SUBJECT = 'Step Functions';
const NOT_REDRIVABLE = new Set(['ExecutionNotRedrivable', 'ExecutionDoesNotExist']);

/** Executions of Step Functions as anybody sees them who knows their machine. */
export function makeSfnExecutions(client: SFNClient): Executions {
  return {
    list: (stateMachineArn, which) =>
      callAws(SUBJECT, async () => {
        const found: ExecutionSummary[] = [];
        const filter = which === 'running' ? { statusFilter: ExecutionStatus.RUNNING } : {};
        for await (const { executions = [] } of paginateListExecutions(
          { client },
          { stateMachineArn, ...filter },
        )) {
          found.push(
            ...executions.map(({ executionArn = '', name = '', status = 'RUNNING' }) => ({
              arn: executionArn,
              name,
              status,
            })),
          );
        }
        return found;
      }),
    inputOf: async (executionArn) => {
      try {
        const { input } = await callAws(SUBJECT, () =>
          client.send(new DescribeExecutionCommand({ executionArn })),
        );
        const parsed: unknown = JSON.parse(input ?? 'null');
        return parsed;
      } catch (error) {
        if (errorName(error) === 'ExecutionDoesNotExist') return null;
        throw error;
      }
    },
    redrive: (executionArn, clientToken) => redrive(client, { executionArn, clientToken }),
    stop: async (executionArn, cause) => {
      await callAws(SUBJECT, () =>
        client.send(new StopExecutionCommand({ executionArn, error: 'MusterStopped', cause })),
      );
    },
  };
}

async function redrive(
  client: SFNClient,
  request: { readonly executionArn: string; readonly clientToken: string },
): Promise<void> {
  try {
    await callAws(SUBJECT, () => client.send(new RedriveExecutionCommand(request)));
  } catch (error) {
    if (!NOT_REDRIVABLE.has(errorName(error))) throw error;
    const seen = error instanceof Error ? error.message : String(error);
    throw new Conflict({
      subject: request.executionArn,
      seen,
      limit: 'an execution that can go on',
      cause: error,
    });
  }
}
