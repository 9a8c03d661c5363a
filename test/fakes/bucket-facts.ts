import { readRun, type RunFacts } from '../../lib/domain/judge/run-facts.ts';
import type { InventoryLine } from '../../lib/domain/inventory/inventory-line.ts';
import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';

type Outcomes = { readonly [S in StateName]?: OutcomeOf<S> };

/** A run of which nothing is on record but what some states saw, and the lines of its inventories. */
export function bucketFacts(outcomes: Outcomes, lines: readonly InventoryLine[] = []): RunFacts {
  const entries = Object.entries(outcomes).map(([state, data]) => ({
    schemaVersion: 1,
    kind: 'outcome',
    state,
    attempt: 0,
    at: '2026-03-01T12:00:00.000000Z',
    data,
  }));
  return readRun({
    directory: 'run-1',
    texts: { 'record.ndjson': ndjson(entries), 'inventory.ndjson': ndjson(lines), 'plan.yaml': '' },
  });
}

function ndjson(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
