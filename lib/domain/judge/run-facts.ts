import { type Instant, parseInstant } from '../instant.ts';
import { Attempt } from '../ledger/attempt.ts';
import { HealthSample } from '../ledger/health-sample.ts';
import { ObservedLine } from '../ledger/observed-line.ts';
import { RecoveredLine } from '../ledger/recovered-row.ts';
import { type HistoryEntry, RecordEntry, type StepEntry } from '../record/entry.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../record/outcomes.ts';
import type { RunFiles } from '../run/run-files.ts';
import { readLines } from './read-lines.ts';

/** A run's raw files as data, and what could not be read of them. */
export interface RunFacts {
  readonly entries: readonly RecordEntry[];
  readonly ledger: readonly Attempt[];
  readonly stale: readonly Attempt[];
  readonly recovered: readonly RecoveredLine[];
  readonly health: readonly HealthSample[];
  /** Empty in runs that were made before there was a reader. */
  readonly observed: readonly ObservedLine[];
  readonly problems: readonly string[];
  /** What a state saw, by its last attempt; null when it left nothing readable, which reads "unknown". */
  outcome<S extends StateName>(state: S): OutcomeOf<S> | null;
  /** When the engine entered a state for the first time, and left it for the last. */
  enteredAt(state: string): Instant | null;
  exitedAt(state: string): Instant | null;
}

export function readRun({ texts }: RunFiles): RunFacts {
  const record = readLines({ name: 'record.ndjson', text: texts['record.ndjson'], schema: RecordEntry });
  const ledger = readLines({ name: 'ledger.ndjson', text: texts['ledger.ndjson'], schema: Attempt });
  const stale = readLines({ name: 'stale.ndjson', text: texts['stale.ndjson'], schema: Attempt });
  const health = readLines({ name: 'health.ndjson', text: texts['health.ndjson'], schema: HealthSample });
  const observed = readLines({
    name: 'observed.ndjson',
    text: texts['observed.ndjson'] ?? '',
    schema: ObservedLine,
  });
  const recovered = readLines({
    name: 'recovered.ndjson',
    text: texts['recovered.ndjson'],
    schema: RecoveredLine,
  });
  const plan = texts['plan.yaml'] === undefined ? ['plan.yaml is missing'] : [];
  return {
    ...lookups(record.lines),
    entries: record.lines,
    ledger: ledger.lines,
    stale: stale.lines,
    recovered: recovered.lines,
    health: health.lines,
    observed: observed.lines,
    problems: [record, ledger, stale, recovered, health, observed]
      .flatMap(({ problems }) => problems)
      .concat(plan),
  };
}

function lookups(entries: readonly RecordEntry[]) {
  const steps = entries.flatMap((entry) => (entry.kind === 'outcome' ? [entry] : []));
  const history = entries.filter((entry) => entry.kind === 'history');
  return {
    outcome: <S extends StateName>(state: S) => lastOutcome(steps, state),
    enteredAt: (state: string) => instantOf(history.find(isEvent(state, 'StateEntered'))),
    exitedAt: (state: string) => instantOf(history.findLast(isEvent(state, 'StateExited'))),
  };
}

function lastOutcome<S extends StateName>(steps: readonly StepEntry[], state: S): OutcomeOf<S> | null {
  const own = steps.filter((entry) => entry.state === state).toSorted((a, b) => a.attempt - b.attempt);
  const parsed = OUTCOMES[state].safeParse(own.at(-1)?.data);
  return parsed.success ? parsed.data : null;
}

function isEvent(state: string, suffix: string) {
  return (entry: HistoryEntry) => entry.state === state && entry.type.endsWith(suffix);
}

function instantOf(entry: HistoryEntry | undefined): Instant | null {
  return entry ? parseInstant(entry.at) : null;
}
