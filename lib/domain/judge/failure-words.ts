import type { WorkflowFailure } from '../record/shared-outcomes.ts';

/** What ended a run, as its workflow has written it down. */
export function failureWords({ state, error, cause }: WorkflowFailure): string {
  return `${state} failed with ${error}: ${messageOf(cause)}`;
}

/** A function's failure arrives as JSON with its message inside. */
function messageOf(cause: string): string {
  const message = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(cause)?.[1];
  return message?.replaceAll('\\"', '"') ?? cause;
}
