import { ObservedLine } from '../domain/ledger/observed-line.ts';
import type { RecoveredLine } from '../domain/ledger/recovered-row.ts';
import type { LedgerTable } from '../domain/run/run-parts.ts';
import { asOperator, type LocatedDatabase } from '../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { DatabaseReader, LedgerRow, ReaderSession } from '../ports/database-reader.ts';

const PAGE = 5_000;
/** Storage of a server that was promoted just now may load as it is read, so a page is given more than a reader's look. */
const LIMITS = { openMs: 5_000, statementMs: 25_000 };
/** For all pages: so much, and more for each, up to what the step that exports can wait for. */
const LEAST_MS = 20_000;
const PAGE_MS = 1_000;
const MOST_MS = 60_000;

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

interface Ports {
  readonly reader: DatabaseReader;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What the promoted server holds of the sequences that the reader saw committed on the primary: one line with the
 * range, then one for each row; or one line that says why it could not be read, for what else the run saw is worth its
 * export. No lines when the plan names no ledger, or when no row of it was seen.
 */
export async function recoveredLedger(
  ports: Ports,
  database: LocatedDatabase,
  observed: string,
): Promise<readonly RecoveredLine[]> {
  const { id, ledger } = database;
  if (!ledger) return [];
  const common = { schemaVersion: SCHEMA_VERSION, database: id, table: ledger.table } as const;
  try {
    const range = rangeOf(id, observed);
    if (!range) return [];
    const rows = await readRows(ports, database, { ledger, range });
    const [from, to] = [String(range.from), String(range.to)];
    return [
      { ...common, line: 'table', from, to, rows: rows.length },
      ...rows.map((row): RecoveredLine => ({ ...common, line: 'table-row', ...row })),
    ];
  } catch (error) {
    return [{ ...common, line: 'table-unread', cause: causeOf(error) }];
  }
}

interface Question {
  readonly ledger: LedgerTable;
  readonly range: Range;
}

async function readRows({ reader, clock }: Ports, database: LocatedDatabase, question: Question) {
  const limitMs = limitMsOf(question.range);
  const deadline = clock.now() + limitMs * 1000;
  const session = await reader.open(asOperator(database, database.replicaAddress), LIMITS);
  const beforePage = () => {
    if (clock.now() > deadline) throw new Error(`not read within ${limitMs / 1000} s`);
  };
  return rowsWithin(session, question, beforePage).finally(() => session.close());
}

/** By the sequences that there may be: gaps make it longer, never shorter. */
function limitMsOf({ from, to }: Range): number {
  const pages = Number((to - from) / BigInt(PAGE)) + 1;
  return Math.min(MOST_MS, LEAST_MS + PAGE_MS * pages);
}

/** Where a name stands for several addresses, each of them failed, and the whole has no words of its own. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(causeOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The lowest and the highest sequence that was seen; lines of another shape are the judge's to find. */
function rangeOf(database: string, observed: string): Range | null {
  const sequences = observed.split('\n').flatMap((text) => {
    if (!text.includes('"line":"row"')) return [];
    const line = ObservedLine.safeParse(JSON.parse(text)).data;
    return line?.line === 'row' && line.database === database ? [BigInt(line.sequence)] : [];
  });
  const [first, ...others] = sequences;
  if (first === undefined) return null;
  return others.reduce(
    ({ from, to }, sequence) => ({
      from: sequence < from ? sequence : from,
      to: sequence > to ? sequence : to,
    }),
    { from: first, to: first },
  );
}

async function rowsWithin(session: ReaderSession, { ledger, range }: Question, beforePage: () => void) {
  const rows: LedgerRow[] = [];
  for (let after = range.from - 1n; after < range.to; ) {
    beforePage();
    const page = await session.rowsAfter(ledger, String(after), PAGE);
    rows.push(...page.filter(({ sequence }) => BigInt(sequence) <= range.to));
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = BigInt(last.sequence);
  }
  return rows;
}
