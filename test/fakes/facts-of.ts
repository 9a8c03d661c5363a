import { formatInstant } from '../../lib/domain/instant.ts';
import { readRun, type RunFacts } from '../../lib/domain/judge/run-facts.ts';
import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';
import { NOON } from './manual-clock.ts';
import { PLAN_TEXT } from './run-input.ts';
import type { RunFiles } from '../../lib/domain/run/run-files.ts';

type Outcomes = { readonly [S in StateName]?: OutcomeOf<S> };

/** A state that was entered and left, in seconds after noon of the fixtures' day. */
export type Walked = readonly [state: string, entered: number, left: number];

/** A run of which nothing is on record but what some states saw, when some were there, and the raw files given. */
export function factsOf(
  outcomes: Outcomes,
  texts: RunFiles['texts'] = {},
  walked: readonly Walked[] = [],
): RunFacts {
  const entries = Object.entries(outcomes).map(([state, data]) => ({
    schemaVersion: 1,
    kind: 'outcome',
    state,
    attempt: 0,
    at: '2026-03-01T12:00:00.000000Z',
    data,
  }));
  const record = [...entries, ...walked.flatMap(historyOf)]
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('');
  return readRun({
    directory: 'run-1',
    texts: { 'record.ndjson': record, 'plan.yaml': PLAN_TEXT, ...texts },
  });
}

function historyOf([state, entered, left]: Walked, place: number): readonly object[] {
  const common = { schemaVersion: 1, kind: 'history', state, error: null, cause: null };
  return [
    { ...common, id: 2 * place + 1, type: 'TaskStateEntered', at: afterNoon(entered) },
    { ...common, id: 2 * place + 2, type: 'TaskStateExited', at: afterNoon(left) },
  ];
}

/** An instant of the fixtures' day as text. */
export function afterNoon(seconds: number): string {
  return formatInstant(NOON + Math.round(seconds * 1e6));
}
