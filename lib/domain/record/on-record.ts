import type { StepEntry } from './entry.ts';

/** What a record says that its run has done. */
export interface OnRecord {
  /** By state, as the newest entry of each has it. */
  readonly outcomes: Readonly<Record<string, unknown>>;
  /** States that announced a change and left no outcome: it may have been made, or not. */
  readonly undecided: readonly string[];
}

/** Of a record's entries, in whatever order they come. Pure. */
export function onRecord(entries: readonly StepEntry[]): OnRecord {
  const outcomes = entries.filter(({ kind }) => kind === 'outcome').toSorted((a, b) => a.attempt - b.attempt);
  const decided = new Set(outcomes.map(({ state }) => state));
  return {
    outcomes: Object.fromEntries(outcomes.map(({ state, data }) => [state, data])),
    undecided: [...new Set(entries.map(({ state }) => state))].filter((state) => !decided.has(state)),
  };
}
