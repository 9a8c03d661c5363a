import type { StepEntry } from './entry.ts';
import { type OutcomeOf, OUTCOMES, type StateName } from './outcomes.ts';

/** What a state saw the last time, by the record; null where it left nothing. @throws ZodError for one of another form */
export function newestOutcome<S extends StateName>(
  entries: readonly StepEntry[],
  state: S,
): OutcomeOf<S> | null {
  const outcomes = entries.filter((entry) => entry.kind === 'outcome' && entry.state === state);
  const newest = outcomes.toSorted((a, b) => a.attempt - b.attempt).at(-1);
  return newest ? OUTCOMES[state].parse(newest.data) : null;
}
