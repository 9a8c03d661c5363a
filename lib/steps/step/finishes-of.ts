import { finishName } from '../../domain/run/finish-name.ts';
import type { Workflows } from '../../ports/workflows.ts';

export interface FinishExecution {
  readonly arn: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
}

/**
 * Executions that were to bring a run to its end, oldest first. They act with the run's own owner and generation, and
 * leave no event in the history of its own execution. Their names are counted, so the first that there is none of is the end.
 */
export async function finishesOf(
  workflows: Pick<Workflows, 'status'>,
  executionArn: string,
): Promise<readonly FinishExecution[]> {
  const found: FinishExecution[] = [];
  for (;;) {
    const arn = finishName(executionArn, found.length + 1);
    const status = await workflows.status(arn);
    if (status === null) return found;
    found.push({ arn, status });
  }
}
