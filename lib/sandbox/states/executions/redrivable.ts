import type { Instant } from '../asl/clock.ts';
import type { Execution } from './execution.ts';
import { MAX_EVENTS } from './execution-log.ts';

const DAY = 86_400e6;
const REDRIVABLE_FOR = 14 * DAY;
const LONGEST_EXECUTION = 365 * DAY;

/**
 * Why an execution cannot be redriven, in AWS's words; null when it can
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html, redriveStatusReason).
 */
export function redriveRefusal(execution: Execution, now: Instant): string | null {
  const ending = execution.ending();
  if (!ending) return 'Execution is RUNNING and cannot be redriven';
  if (ending.status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
  // "Less than 24,999 events", so that ExecutionRedriven and one more have room: AWS, redrive-executions.
  if (execution.eventCount() >= MAX_EVENTS - 1) return 'Execution history event limit exceeded';
  if (now - execution.record.startedAt > LONGEST_EXECUTION)
    return 'Execution has exceeded the max execution time';
  return now - ending.at > REDRIVABLE_FOR ? 'Execution redrivable period exceeded' : null;
}
