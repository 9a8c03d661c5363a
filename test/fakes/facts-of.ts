import { readRun, type RunFacts } from '../../lib/domain/judge/run-facts.ts';
import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';
import { PLAN_TEXT } from './run-input.ts';
import type { RunFiles } from '../../lib/domain/run/run-files.ts';

type Outcomes = { readonly [S in StateName]?: OutcomeOf<S> };

/** A run of which nothing is on record but what some states saw, and the raw files that are given. */
export function factsOf(outcomes: Outcomes, texts: RunFiles['texts'] = {}): RunFacts {
  const entries = Object.entries(outcomes).map(([state, data]) => ({
    schemaVersion: 1,
    kind: 'outcome',
    state,
    attempt: 0,
    at: '2026-03-01T12:00:00.000000Z',
    data,
  }));
  const record = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return readRun({
    directory: 'run-1',
    texts: { 'record.ndjson': record, 'plan.yaml': PLAN_TEXT, ...texts },
  });
}
