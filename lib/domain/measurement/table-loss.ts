import type { ObservedLine } from '../ledger/observed-line.ts';
import type { RecoveredLine } from '../ledger/recovered-row.ts';
import { CLOCK_ERROR } from './clock-error.ts';
import type { Interval } from './interval.ts';
import { type SeenRow, seenRows, tableRowKey } from './seen-rows.ts';

/**
 * What became of the rows of the plan's own ledger. lost: seen committed, and not there after recovery under the same
 * sequence with the same time (a new primary may give out a lost sequence again). holes: lost although one is there
 * that was committed later for certain. rpo null: not known, and `reason` says why. doubt: why rows may be lost that are
 * not among `lost`, or all of them; null when every row that was seen was looked for. idle: no reading is missing, and
 * none has shown a row that was written meanwhile.
 */
export interface TableLoss {
  readonly table: string;
  readonly seen: number;
  readonly readings: number;
  readonly lost: readonly SeenRow[];
  readonly holes: readonly SeenRow[];
  readonly rpo: Interval | null;
  readonly reason: string;
  readonly doubt: string | null;
  readonly idle: boolean;
}

const SAW_NOTHING = 'a ledger that saw nothing proves nothing of the loss';

export interface TableQuestion {
  readonly database: string;
  readonly table: string;
  readonly observed: readonly ObservedLine[];
  readonly recovered: readonly RecoveredLine[];
  readonly recoveryServer: string | null;
  /** Names of readings that were not stored. */
  readonly missingReadings: readonly string[];
  readonly disruption: Interval | null;
}

/** Holds the rows that a reader saw on the primary against those that the promoted server has. */
export function measureTable(question: TableQuestion): TableLoss {
  const { database, table, observed, recovered, recoveryServer, disruption } = question;
  const own = observed.filter((line) => line.database === database && line.server !== recoveryServer);
  const readings = own.filter((line) => line.line === 'table');
  const seen = seenRows(own);
  const missing = missingReason(question);
  const idle = readings.length > 0 && seen.length === 0 && missing === null;
  const common = { table, seen: seen.length, readings: readings.length, idle };
  const nothing = (reason: string): TableLoss => {
    return { ...common, lost: [], holes: [], rpo: null, reason, doubt: reason };
  };
  if (readings.length === 0) return nothing(`nobody read ${table} before the disruption`);
  if (seen.length === 0)
    return nothing(
      missing ?? `no row of ${table} was seen to be written before the disruption: ${SAW_NOTHING}`,
    );
  const there = rowsThere(database, recovered);
  if (!there) return nothing(unreadReason(question));
  const { kept, lost, holes } = keptAndLost(seen, there);
  const found = { ...common, lost, holes, doubt: missing };
  const unbounded = (reason: string): TableLoss => ({ ...found, rpo: null, reason });
  if (missing) return unbounded(missing);
  if (!disruption) return unbounded('no outage was seen');
  if (kept.length === 0) return unbounded(`${table} kept no row that was seen`);
  const rpo = tableRpo(kept, lost, disruption);
  return { ...found, rpo, reason: rpo ? '' : `no reading of ${table} bounds its loss` };
}

function keptAndLost(seen: readonly SeenRow[], there: ReadonlySet<string>) {
  const kept = seen.filter((row) => there.has(tableRowKey(row)));
  const lost = seen.filter((row) => !there.has(tableRowKey(row)));
  const newest = newestCommits(kept);
  const holes = lost.filter(({ sightings }) =>
    sightings.some(({ segment, reading }) => (newest.get(segment) ?? -1) >= reading),
  );
  return { kept, lost, holes };
}

function missingReason({ table, missingReadings: missing }: TableQuestion): string | null {
  if (missing.length === 0) return null;
  return `readings of ${table} are missing, and rows that only they saw may be lost: ${missing.join(', ')}`;
}

function unreadReason({ database, table, recovered }: TableQuestion): string {
  const unread = recovered.find((line) => line.database === database && line.line === 'table-unread');
  return unread?.line === 'table-unread'
    ? `the rows of ${table} could not be read after the promotion: ${unread.cause}`
    : `the rows of ${table} were never read after the promotion`;
}

/** Null when the table was not read, so that nothing is known of its rows. */
function rowsThere(database: string, recovered: readonly RecoveredLine[]): ReadonlySet<string> | null {
  const own = recovered.filter((line) => line.database === database);
  if (!own.some(({ line }) => line === 'table')) return null;
  return new Set(own.flatMap((line) => (line.line === 'table-row' ? [tableRowKey(line)] : [])));
}

/**
 * By segment the last complete reading that did not show a kept row yet: that row was committed after whatever a reading
 * up to this one had shown already.
 */
function newestCommits(kept: readonly SeenRow[]): ReadonlyMap<number, number> {
  const newest = new Map<number, number>();
  for (const { segment, notThere } of kept.flatMap(({ sightings }) => sightings))
    newest.set(segment, Math.max(newest.get(segment) ?? -1, notThere?.reading ?? -1));
  return newest;
}

/**
 * The loss begins after the newest kept row was committed, which was after the last reading that did not show it was
 * sent, and not after the oldest lost row was seen. The reader's clock is another than the heartbeat's.
 */
function tableRpo(kept: readonly SeenRow[], lost: readonly SeenRow[], disruption: Interval): Interval | null {
  const [oldest] = lost;
  const newest = kept.findLast(({ seenBy }) => !oldest || seenBy <= oldest.seenBy);
  if (!newest || newest.notThereAt === null) return null;
  return {
    low: oldest ? Math.max(0, disruption.low - oldest.seenBy - CLOCK_ERROR) : 0,
    high: Math.max(0, disruption.high - newest.notThereAt) + CLOCK_ERROR,
  };
}
