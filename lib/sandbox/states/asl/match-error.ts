import type { StateFailure } from './state-failure.ts';

const TIMEOUTS = ['States.Timeout', 'States.HeartbeatTimeout'];
/** Terminal errors that the wildcards never match: AWS, concepts-error-handling (States.ALL). */
const BEYOND_WILDCARDS = ['States.DataLimitExceeded', 'States.Runtime'];

/** Whether an ErrorEquals list matches a failure. */
export function matchesError(errorEquals: readonly string[], failure: StateFailure): boolean {
  if (failure.options.fatal) return false;
  const names = [failure.error, ...(failure.options.aliases ?? [])];
  return errorEquals.some((pattern) => names.includes(pattern) || matchesWildcard(pattern, failure.error));
}

function matchesWildcard(pattern: string, error: string): boolean {
  if (BEYOND_WILDCARDS.includes(error)) return false;
  if (pattern === 'States.ALL') return true;
  return pattern === 'States.TaskFailed' && !TIMEOUTS.includes(error);
}
