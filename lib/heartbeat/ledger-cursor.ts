import type { LedgerTable } from '../domain/run/run-parts.ts';
import type { LedgerRow, ReaderSession } from '../ports/database-reader.ts';

/** Rows that one reading may bring. */
const MOST_ROWS = 1_500;
/** Sequences are given out before commit, so a lower one may appear after a higher one: so many are looked at again. */
const LOOK_BACK = 500n;

/** New rows of one reading. complete: there were no more than it could bring. */
export interface LedgerReading {
  readonly rows: readonly LedgerRow[];
  readonly complete: boolean;
}

/** Follows a table that only grows: each reading brings the rows that none before it had shown. */
export class LedgerCursor {
  readonly table: LedgerTable;
  /** Highest sequence at the start; what was there before is not followed. */
  #start: bigint | null = null;
  #highest = 0n;
  #seen = new Set<string>();

  constructor(table: LedgerTable) {
    this.table = table;
  }

  async read(session: ReaderSession): Promise<LedgerReading> {
    if (this.#start === null) {
      this.#start = BigInt((await session.newest(this.table)) ?? '-1');
      this.#highest = this.#start;
      return { rows: [], complete: true };
    }
    const from = this.#from(this.#start);
    const found = await session.rowsAfter(this.table, String(from), MOST_ROWS);
    const rows = found.filter(({ sequence }) => !this.#seen.has(sequence));
    this.#remember(found, from);
    return { rows, complete: found.length < MOST_ROWS };
  }

  #from(start: bigint): bigint {
    const from = this.#highest - LOOK_BACK;
    return from > start ? from : start;
  }

  #remember(found: readonly LedgerRow[], from: bigint): void {
    const known = [...this.#seen].filter((sequence) => BigInt(sequence) > from);
    this.#seen = new Set([...known, ...found.map(({ sequence }) => sequence)]);
    const last = found.at(-1);
    if (last && BigInt(last.sequence) > this.#highest) this.#highest = BigInt(last.sequence);
  }
}
