import type { PeopleRequest } from '../domain/approval/people-request.ts';
import type { RequestOutcome } from '../domain/approval/request-outcome.ts';
import { formatInstant } from '../domain/instant.ts';
import type { StepEntry } from '../domain/record/entry.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunRecord } from '../ports/run-record.ts';
import type { Workflows } from '../ports/workflows.ts';

export interface WaitingPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly record: Pick<RunRecord, 'append' | 'entries'>;
  readonly workflows: Pick<Workflows, 'completeTask'>;
}

/**
 * Tells the state that waits what people have said, after it stands in the run's record. False when nobody waits for it
 * any more. Idempotent: an outcome is written once, and a token answered once.
 */
export async function answerWaiting(
  { clock, record, workflows }: WaitingPorts,
  { run, state, attempt, taskToken }: PeopleRequest,
  outcome: RequestOutcome,
): Promise<boolean> {
  const entry: StepEntry = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'outcome',
    state,
    attempt,
    at: formatInstant(clock.now()),
    data: outcome,
  };
  await record.append(run, entry);
  // Of two who decide it at once the record has one: the state goes on with that.
  const written = (await record.entries(run)).find(
    (one) => one.kind === 'outcome' && one.state === state && one.attempt === attempt,
  );
  return workflows.completeTask(taskToken, { outcome: written?.data ?? outcome, pending: [] });
}
