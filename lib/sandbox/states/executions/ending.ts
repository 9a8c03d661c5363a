import type { Instant } from '../asl/clock.ts';
import type { Details } from '../asl/execution-scope.ts';
import { StateFailure } from '../asl/state-failure.ts';
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

/** The event that ends a history, and its details. */
export function endingEvent(ending: Ending): { readonly type: string; readonly details: Details } {
  if (ending.status === 'SUCCEEDED') {
    const details = { output: ending.output, outputDetails: { truncated: false } };
    return { type: 'ExecutionSucceeded', details: { executionSucceededEventDetails: details } };
  }
  const { error, cause } = ending;
  const details = { ...(error === null ? {} : { error }), ...(cause === null ? {} : { cause }) };
  if (ending.status === 'FAILED')
    return { type: 'ExecutionFailed', details: { executionFailedEventDetails: details } };
  if (ending.status === 'ABORTED')
    return { type: 'ExecutionAborted', details: { executionAbortedEventDetails: details } };
  // Measured on AWS: States.Timeout stands in the event only, DescribeExecution has neither error nor cause.
  const timeout = { executionTimedOutEventDetails: { error: 'States.Timeout' } };
  return { type: 'ExecutionTimedOut', details: timeout };
}
