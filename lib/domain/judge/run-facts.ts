import type { z } from 'zod';
import { type Instant, parseInstant } from '../instant.ts';
import { CheckedRpo } from '../alarm/checked-rpo.ts';
import { ContentLine } from '../content/content-line.ts';
import { InventoryLine } from '../inventory/inventory-line.ts';
import { Attempt } from '../ledger/attempt.ts';
import { HealthSample } from '../ledger/health-sample.ts';
import { ObservedLine } from '../ledger/observed-line.ts';
import { RecoveredLine } from '../ledger/recovered-row.ts';
import { type HistoryEntry, RecordEntry, type StepEntry } from '../record/entry.ts';
import { legState } from '../record/leg-state.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../record/outcomes.ts';
import { type PlanParts, planParts } from '../plan/plan-parts.ts';
import type { Leg } from '../run/leg.ts';
import type { RunFileName, RunFiles } from '../run/run-files.ts';
import { RunInput } from '../run/run-input.ts';
import { takesSamples } from '../run/takes-samples.ts';
import { readLines } from './read-lines.ts';

/** A run's raw files as data, and what could not be read of them. */
export interface RunFacts {
  readonly kind: RunInput['kind'];
  readonly entries: readonly RecordEntry[];
  readonly ledger: readonly Attempt[];
  readonly stale: readonly Attempt[];
  readonly recovered: readonly RecoveredLine[];
  readonly health: readonly HealthSample[];
  /** Empty in runs that were made before there was a reader. */
  readonly observed: readonly ObservedLine[];
  /** What was read of databases' contents; empty where the kind reads none. */
  readonly content: readonly ContentLine[];
  /** What was read of buckets' objects; empty where the kind reads none. */
  readonly inventory: readonly InventoryLine[];
  /** The checks before this one, the oldest first; empty where the kind is no check, or it was the first. */
  readonly earlierChecks: readonly CheckedRpo[];
  /** As it was run; empty where it is not there. */
  readonly planText: string;
  /** The same by its parts. */
  readonly plan: PlanParts;
  readonly problems: readonly string[];
  /** Whether a failover has entered its promotion, or anything of it is on record. */
  readonly promotionBegun: boolean;
  /**
   * What a state saw, by its last attempt, on the way back by the name that it has there; null when it left nothing
   * readable, which reads "unknown".
   */
  outcome<S extends StateName>(state: S, leg?: Leg): OutcomeOf<S> | null;
  /** When the engine entered a state for the first time, and left it for the last. */
  enteredAt(state: string): Instant | null;
  exitedAt(state: string): Instant | null;
}

/** Reads a run of any kind. Samples are looked for where the kind takes them; what a drill of data has, its judge reads. */
export function readRun({ texts }: RunFiles): RunFacts {
  const record = readLines({ name: 'record.ndjson', text: texts['record.ndjson'], schema: RecordEntry });
  const found = lookups(record.lines);
  const kind = kindOf(found);
  const promotionBegun = record.lines.some(
    (entry) => entry.kind !== 'seal' && entry.state === 'PromoteReplica',
  );
  const rowsExpected = kind !== 'failover' || promotionBegun;
  const samples = takesSamples(kind) ? readSamples(texts, { rowsExpected }) : NO_SAMPLES;
  const content = readIfThere(texts, 'content.ndjson', ContentLine);
  const inventory = readIfThere(texts, 'inventory.ndjson', InventoryLine);
  const series = readIfThere(texts, 'rpo-series.ndjson', CheckedRpo);
  const missing = texts['plan.yaml'] === undefined ? ['plan.yaml is missing'] : [];
  const planText = texts['plan.yaml'] ?? '';
  return {
    ...found,
    ...samples,
    content: content.lines,
    inventory: inventory.lines,
    earlierChecks: series.lines,
    planText,
    plan: planParts(planText),
    kind,
    promotionBegun,
    entries: record.lines,
    problems: [
      ...[record, samples, content, inventory, series].flatMap(({ problems }) => problems),
      ...missing,
    ],
  };
}

function readIfThere<T>(texts: RunFiles['texts'], name: RunFileName, schema: z.ZodType<T>) {
  return readLines({ name, text: texts[name] ?? '', schema });
}

/** The input that stands on record, if it is one of that kind. */
export function inputOf<K extends RunInput['kind']>(facts: RunFacts, kind: K) {
  const input = facts.outcome('RecordObjectives')?.input;
  return isOfKind(input, kind) ? input : null;
}

function isOfKind<K extends RunInput['kind']>(
  input: RunInput | undefined,
  kind: K,
): input is Extract<RunInput, { kind: K }> {
  return input?.kind === kind;
}

/**
 * Without recorded objectives what closed the record says it, or, in records of earlier versions, the lock's owner: an
 * execution of that kind's state machine.
 */
function kindOf({ outcome }: Pick<RunFacts, 'outcome'>): RunInput['kind'] {
  const recorded = outcome('RecordObjectives')?.input.kind ?? outcome('SealRecord')?.identity?.kind;
  const machine = outcome('AcquireLock')?.owner.split(':').at(-2) ?? '';
  return (
    recorded ??
    RunInput.options.find(({ shape }) => machine.endsWith(shape.kind.value))?.shape.kind.value ??
    'failover'
  );
}

type Samples = Pick<RunFacts, 'ledger' | 'stale' | 'recovered' | 'health' | 'observed' | 'problems'>;

const NO_SAMPLES: Samples = { ledger: [], stale: [], recovered: [], health: [], observed: [], problems: [] };

/** Rows are read from whoever was promoted: until then there is nothing that could be missing. */
function readSamples(
  texts: RunFiles['texts'],
  { rowsExpected }: { readonly rowsExpected: boolean },
): Samples {
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
    text: texts['recovered.ndjson'] ?? (rowsExpected ? undefined : ''),
    schema: RecoveredLine,
  });
  return {
    ledger: ledger.lines,
    stale: stale.lines,
    recovered: recovered.lines,
    health: health.lines,
    observed: observed.lines,
    problems: [ledger, stale, recovered, health, observed].flatMap(({ problems }) => problems),
  };
}

function lookups(entries: readonly RecordEntry[]) {
  const steps = entries.flatMap((entry) => (entry.kind === 'outcome' ? [entry] : []));
  const history = entries.filter((entry) => entry.kind === 'history');
  return {
    outcome: <S extends StateName>(state: S, leg: Leg = 'there') => lastOutcome(steps, state, leg),
    enteredAt: (state: string) => instantOf(history.find(isEvent(state, 'StateEntered'))),
    exitedAt: (state: string) => instantOf(history.findLast(isEvent(state, 'StateExited'))),
  };
}

function lastOutcome<S extends StateName>(
  steps: readonly StepEntry[],
  state: S,
  leg: Leg,
): OutcomeOf<S> | null {
  const name = legState(state, leg);
  const own = steps.filter((entry) => entry.state === name).toSorted((a, b) => a.attempt - b.attempt);
  const parsed = OUTCOMES[state].safeParse(own.at(-1)?.data);
  return parsed.success ? parsed.data : null;
}

function isEvent(state: string, suffix: string) {
  return (entry: HistoryEntry) => entry.state === state && entry.type.endsWith(suffix);
}

function instantOf(entry: HistoryEntry | undefined): Instant | null {
  return entry ? parseInstant(entry.at) : null;
}
