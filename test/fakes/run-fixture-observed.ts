import { formatInstant, type Instant } from '../../lib/domain/instant.ts';
import { ObservedLine } from '../../lib/domain/ledger/observed-line.ts';
import { RecoveredLine } from '../../lib/domain/ledger/recovered-row.ts';
import type { DatabaseWorld, SimulatedAttempt } from './run-fixture-world.ts';

/**
 * An application that commits one row every so often. `named`: the plan names its table as a ledger. `savepoints`: how
 * many of its subtransactions write in each transaction.
 */
export interface App {
  readonly everyMs: number;
  readonly named: boolean;
  readonly savepoints?: number;
}

export const APP_TABLE = { table: 'public.orders', sequenceColumn: 'id', timeColumn: 'created_at' };

interface Committed {
  readonly sequence: string;
  readonly time: string;
  readonly at: Instant;
}

interface Scene {
  readonly world: DatabaseWorld;
  readonly ledger: readonly SimulatedAttempt[];
  readonly stale: readonly SimulatedAttempt[];
  readonly app: App;
}

const READING = 250_000;
const BYTES_A_ROW = 210;

/** What the reader wrote down until its session died with the primary. */
export function observedLines(scene: Scene): readonly ObservedLine[] {
  const { world, app } = scene;
  const rows = committed(world, app);
  const statisticsAt = statisticsOf(scene, rows);
  const lines: object[] = [];
  let seen = rows.filter(({ at }) => at <= world.startsAt + 700).length;
  for (
    let [sent, reading] = [world.startsAt, 0];
    sent + 1_500 < world.killedAt && sent < world.endsAt;
    reading += 1
  ) {
    const common = { schemaVersion: 1, database: world.id, segment: 0, reading, server: world.oldServer };
    const times = { sent: formatInstant(sent), answered: formatInstant(sent + 1_400) };
    lines.push({ ...common, ...times, line: 'statistics', ...statisticsAt(sent + 700) });
    if (app.named) {
      const there = rows.filter(({ at }) => at <= sent + 700).slice(seen);
      const table = { ...common, ...times, table: APP_TABLE.table };
      lines.push({ ...table, line: 'table', complete: true, rows: there.length });
      lines.push(...there.map(({ sequence, time }) => ({ ...table, line: 'row', sequence, time })));
      seen += there.length;
    }
    sent += READING;
  }
  return lines.map((line) => ObservedLine.parse(line));
}

/** The rows that the promoted server holds, of those that were seen. */
export function recoveredTable(world: DatabaseWorld, app: App): readonly RecoveredLine[] {
  if (!app.named) return [];
  const rows = committed(world, app).filter(({ at }) => at + world.replicationDelay <= world.killedAt);
  const common = { schemaVersion: 1, database: world.id, table: APP_TABLE.table };
  const [from, to] = ['0', String(committed(world, app).length)];
  return [
    { ...common, line: 'table', from, to, rows: rows.length },
    ...rows.map(({ sequence, time }) => ({ ...common, line: 'table-row', sequence, time })),
  ].map((line) => RecoveredLine.parse(line));
}

export function lostRows(world: DatabaseWorld, app: App): readonly string[] {
  return committed(world, app)
    .filter(({ at }) => at + world.replicationDelay > world.killedAt)
    .map(({ sequence }) => sequence);
}

/** Committed before the primary died; rows of the recovered application are of no interest here. */
function committed({ startsAt, killedAt, endsAt }: DatabaseWorld, { everyMs }: App): readonly Committed[] {
  const end = Math.min(killedAt, endsAt);
  const many = Math.max(0, Math.floor((end - startsAt) / (everyMs * 1_000)));
  return Array.from({ length: many }, (_, index) => {
    const at = startsAt + index * everyMs * 1_000 + 137;
    return { sequence: String(index + 1), time: formatInstant(at - 90), at };
  });
}

/** Each session publishes what it committed once a second; ids are given out at once. */
const PUBLISHED_EVERY = 1e6;

function statisticsOf({ world, ledger, stale, app }: Scene, rows: readonly Committed[]) {
  const own = [...ledger, ...stale]
    .flatMap(({ committedAt }) => (committedAt === null ? [] : [committedAt]))
    .toSorted((a, b) => a - b);
  const application = rows.map((row) => row.at);
  return (at: Instant) => {
    const rowsBy = countUntil(application, at);
    const published = at - ((at - world.startsAt) % PUBLISHED_EVERY);
    return {
      writeIds: 900 + countUntil(own, at) + rowsBy * (1 + (app.savepoints ?? 0)),
      commits: 5_000 + countUntil(own, published) + countUntil(application, published),
      otherCommits: 0,
      rollbacks: 0,
      walBytes: 5e6 + (countUntil(own, at) + rowsBy) * BYTES_A_ROW,
    };
  };
}

/** How many of instants in their order are not after one, found by halving: a run may have a day of them. */
function countUntil(instants: readonly Instant[], until: Instant): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? Infinity) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}
