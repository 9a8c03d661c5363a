import { makeObjectRecord } from '../aws/object-record.ts';
import { Conflict } from '../domain/failure.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import { redrivenAttempt } from '../domain/record/attempt-number.ts';
import type { ResumeOutcome } from '../domain/record/shared-outcomes.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { claimEnded, type EndedExecution, giveClaimBack } from './claim-ended.ts';

interface GoOnPorts {
  readonly objects: Objects;
  readonly workflows: Pick<Workflows, 'history'>;
  readonly executions: Pick<Executions, 'redrive'>;
}

export interface ResumeWish extends ResumeOutcome {
  readonly at: Instant;
}

/**
 * Makes an execution that has ended go on where it stopped, by somebody's word, which stands in the record before it does.
 * Two who do so at once do it once, and the first of them is who said so.
 * @throws UsageError when somebody is about to finish its run, Conflict when it cannot go on
 */
export async function goOnAgain(ports: GoOnPorts, ended: EndedExecution, wish: ResumeWish): Promise<void> {
  const claim = await claimEnded(ports, ended, 'redrive');
  try {
    await recordWish(ports.objects, ended.run, { wish, redrives: claim.redrives });
    await ports.executions.redrive(ended.executionArn, claim.token);
  } catch (error) {
    if (error instanceof Conflict) await giveClaimBack(ports.objects, claim).catch(() => undefined);
    throw error;
  }
}

async function recordWish(
  objects: Objects,
  run: string,
  { wish: { at, by, reason, advice }, redrives }: { readonly wish: ResumeWish; readonly redrives: number },
): Promise<void> {
  await makeObjectRecord(objects).append(run, {
    schemaVersion: SCHEMA_VERSION,
    kind: 'outcome',
    state: 'Resume',
    attempt: redrivenAttempt(redrives + 1),
    at: formatInstant(at),
    data: { by, reason, advice },
  });
}
