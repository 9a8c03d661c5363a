import type { Instant } from '../asl/clock.ts';
import { StateFailure } from '../asl/state-failure.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { Ending } from './execution-record.ts';

/** What is no failure of the workflow is a defect of the interpreter; AWS calls its own States.Runtime. */
export function toFailure(thrown: unknown): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new StateFailure('States.Runtime', text, { explained: true });
}

/** The ending of an execution that did not succeed. */
export function failed(status: 'FAILED' | 'TIMED_OUT', at: Instant, failure: StateFailure | null): Ending {
  return { status, at, error: failure?.error || null, cause: failure?.causeText ?? null };
}

/** Writes the event that ends the history, with the ending. */
export function endLog(log: ExecutionLog, ending: Ending): void {
  if (ending.status === 'SUCCEEDED') {
    const details = { output: ending.output, outputDetails: { truncated: false } };
    log.end('ExecutionSucceeded', { executionSucceededEventDetails: details }, ending);
    return;
  }
  const { error, cause } = ending;
  const details = { ...(error === null ? {} : { error }), ...(cause === null ? {} : { cause }) };
  if (ending.status === 'FAILED')
    log.end('ExecutionFailed', { executionFailedEventDetails: details }, ending);
  if (ending.status === 'ABORTED')
    log.end('ExecutionAborted', { executionAbortedEventDetails: details }, ending);
  // Measured on AWS: States.Timeout stands in the event only, DescribeExecution has neither error nor cause.
  const timeout = { executionTimedOutEventDetails: { error: 'States.Timeout' } };
  if (ending.status === 'TIMED_OUT') log.end('ExecutionTimedOut', timeout, ending);
}
