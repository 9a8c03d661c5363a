import { durationWords } from '../domain/judge/duration-words.ts';
import { recoveryServer, type RunMeasurement } from '../domain/judge/measure-run.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { Instant } from '../domain/instant.ts';
import type { DatabaseMeasurement } from '../domain/measurement/database-measurement.ts';
import { isAcknowledgedBy, type TimedAttempt } from '../domain/measurement/timed-attempt.ts';
import type { Fate, LedgerChart } from './figure.ts';
import { bucketed, type FatedAttempt, type Range } from './ledger-buckets.ts';
import type { Section } from './report-model.ts';
import { section } from './section.ts';

/** So much of the time around an outage is drawn closely: the outage once more on each side, and a second at least. */
const LEAST_MARGIN = 1;

/** What clients were answered, over time: all of it, and the outage closely. */
export function ledgerSection(run: RunMeasurement | null, facts: RunFacts, intervalSeconds: number): Section {
  const origin = run?.disruption?.low ?? null;
  const charts =
    run && origin !== null
      ? run.databases.flatMap((database) => chartsOf(database, { facts, origin, intervalSeconds, run }))
      : [];
  if (charts.length === 0)
    return section('ledger', 'The ledger over time', {
      notes: [
        run
          ? 'No outage was seen in the samples, so there is nothing to draw.'
          : 'No loss was measured, so there is nothing to draw.',
      ],
    });
  return section('ledger', 'The ledger over time', {
    notes: [
      `One attempt to commit a row each ${durationWords(intervalSeconds)}, drawn at the time at which it began; time is counted from the earliest possible disruption. Every attempt is in exactly one column: where a column stands for several, it shows how many.`,
      'Columns: acknowledged and kept (blue), acknowledged by the recovery site (green), acknowledged and lost (red). Shaded: from the earliest possible disruption to the latest possible recovery.',
    ],
    figures: charts,
  });
}

interface Drawing {
  readonly facts: RunFacts;
  readonly run: RunMeasurement;
  readonly origin: Instant;
  readonly intervalSeconds: number;
}

function chartsOf(
  database: DatabaseMeasurement,
  { facts, run, origin, intervalSeconds }: Drawing,
): readonly LedgerChart[] {
  const attempts = fatesOf(database, recoveryServer(database.id, facts)).map(
    ({ attempt, fate }): FatedAttempt => ({ at: (attempt.sent - origin) / 1e6, fate }),
  );
  const all = rangeOf(attempts);
  if (!all) return [];
  const outage = outageOf(run, origin);
  const chart = (label: string, range: Range): LedgerChart => ({
    kind: 'ledger',
    label: `${database.id}, ${label}`,
    outage,
    ...bucketed(attempts, range, intervalSeconds),
  });
  return [
    chart('the whole series', all),
    ...(outage ? [chart('the outage closely', closely(outage, all))] : []),
  ];
}

function outageOf({ disruption, recovery }: RunMeasurement, origin: Instant): LedgerChart['outage'] {
  if (!disruption || !recovery) return null;
  return { from: (disruption.low - origin) / 1e6, to: (recovery.high - origin) / 1e6 };
}

function rangeOf(attempts: readonly FatedAttempt[]): Range | null {
  const [first] = attempts;
  const last = attempts.at(-1);
  return first && last && last.at > first.at ? { from: first.at, to: last.at } : null;
}

function closely(outage: Range, all: Range): Range {
  const margin = Math.max(LEAST_MARGIN, outage.to - outage.from);
  return { from: Math.max(all.from, outage.from - margin), to: Math.min(all.to, outage.to + margin) };
}

interface Fated {
  readonly attempt: TimedAttempt;
  readonly fate: Fate;
}

/** The stale writer is drawn only where it split the system. */
function fatesOf(
  { attempts, loss, splitBrain }: DatabaseMeasurement,
  server: string | null,
): readonly Fated[] {
  const lost = new Set(loss?.lost);
  const split = new Set(splitBrain.writes);
  const own = new Set(attempts);
  const fateOf = (attempt: TimedAttempt): Fate => {
    if (split.has(attempt)) return 'splitBrain';
    if (lost.has(attempt)) return 'lost';
    if (attempt.outcome === 'in-doubt') return 'inDoubt';
    if (attempt.outcome === 'failed') return 'failed';
    return isAcknowledgedBy(attempt, server) ? 'served' : 'kept';
  };
  return [...attempts, ...splitBrain.writes.filter((attempt) => !own.has(attempt))]
    .map((attempt) => ({ attempt, fate: fateOf(attempt) }))
    .toSorted((a, b) => a.attempt.sent - b.attempt.sent);
}
