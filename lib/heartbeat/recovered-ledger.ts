import { ObservedLine } from '../domain/ledger/observed-line.ts';
import type { RecoveredLine } from '../domain/ledger/recovered-row.ts';
import type { LedgerTable } from '../domain/run/run-input.ts';
import { asOperator, type LocatedDatabase } from '../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { DatabaseReader, LedgerRow, ReaderSession } from '../ports/database-reader.ts';

const OPEN_LIMIT_MS = 5_000;
const PAGE = 5_000;

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * What the promoted server holds of the sequences that the reader saw committed on the primary: one line with the
 * range, then one for each row. No lines when the plan names no ledger; no rows when none were seen.
 */
export async function recoveredLedger(
  reader: DatabaseReader,
  database: LocatedDatabase,
  observed: string,
): Promise<readonly RecoveredLine[]> {
  const { id, ledger } = database;
  const range = ledger && rangeOf(id, observed);
  if (!ledger || !range) return [];
  const session = await reader.open(asOperator(database, database.replicaAddress), OPEN_LIMIT_MS);
  try {
    const rows = await rowsWithin(session, ledger, range);
    const common = { schemaVersion: SCHEMA_VERSION, database: id, table: ledger.table } as const;
    const [from, to] = [String(range.from), String(range.to)];
    return [
      { ...common, line: 'table', from, to, rows: rows.length },
      ...rows.map((row): RecoveredLine => ({ ...common, line: 'table-row', ...row })),
    ];
  } finally {
    session.close();
  }
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

async function rowsWithin(session: ReaderSession, table: LedgerTable, range: Range): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (let after = range.from - 1n; after < range.to; ) {
    const page = await session.rowsAfter(table, String(after), PAGE);
    rows.push(...page.filter(({ sequence }) => BigInt(sequence) <= range.to));
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = BigInt(last.sequence);
  }
  return rows;
}
