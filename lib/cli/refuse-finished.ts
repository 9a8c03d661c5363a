import { executionNameOf } from '../domain/run/execution-arn.ts';
import type { Workflows } from '../ports/workflows.ts';
import { finishesOf } from '../steps/step/finishes-of.ts';
import { UsageError } from './usage-error.ts';

/**
 * To be asked before an execution that has ended is made to go on. One that finishes the run acts with the same owner and
 * the same generation, so no lock keeps the two apart; and what it has taken back, such as a fence, the run's own outcomes
 * call proven still.
 * @throws UsageError when there is one, whether it runs or is over
 */
export async function refuseFinished(
  workflows: Pick<Workflows, 'status'>,
  executionArn: string,
): Promise<void> {
  const last = (await finishesOf(workflows, executionArn)).at(-1);
  if (!last) return;
  const [run, finish] = [executionArn, last.arn].map(executionNameOf);
  const how =
    last.status === 'RUNNING'
      ? `is being brought to its end by the execution ${finish}: \`npx muster clean\` waits for it`
      : `was given up: the execution ${finish} (${last.status}) was to bring it to its end, and \`npx muster clean\` finishes what is left`;
  throw new UsageError(`run ${run} ${how}. It cannot go on from where it stopped: start another run then`);
}
