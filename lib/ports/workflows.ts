import type { HistoryEvent } from '../domain/record/history-event.ts';

/** Executions of state machines. */
export interface Workflows {
  /** The name is the idempotency key; answers the execution's ARN. */
  start(request: { machineArn: string; name: string; input: unknown }): Promise<string>;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; null when there is no such execution. */
  status(executionArn: string): Promise<string | null>;
  /** Its events in order; of a long one only those after an id that is known already. */
  history(executionArn: string, after?: number): Promise<readonly HistoryEvent[]>;
  /** Answers a task token. A token that is no longer awaited is answered with false. */
  completeTask(token: string, output: unknown): Promise<boolean>;
  /** Says that the work on a task goes on. False when its token is no longer awaited. */
  keepTask(token: string): Promise<boolean>;
}
