import { Conflict } from '../domain/failure.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { claimEnded, type EndedExecution, giveClaimBack } from './claim-ended.ts';

interface GoOnPorts {
  readonly objects: Objects;
  readonly workflows: Pick<Workflows, 'history'>;
  readonly executions: Pick<Executions, 'redrive'>;
}

/**
 * Makes an execution that has ended go on where it stopped. Two who do so at once do it once.
 * @throws UsageError when somebody is about to finish its run, Conflict when it cannot go on
 */
export async function goOnAgain(ports: GoOnPorts, ended: EndedExecution): Promise<void> {
  const claim = await claimEnded(ports, ended, 'redrive');
  try {
    await ports.executions.redrive(ended.executionArn, claim.token);
  } catch (error) {
    if (error instanceof Conflict) await giveClaimBack(ports.objects, claim).catch(() => undefined);
    throw error;
  }
}
