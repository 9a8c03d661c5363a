import type { ObservedStatistics } from '../domain/ledger/observed-line.ts';
import type { LedgerTable } from '../domain/run/run-input.ts';
import type { SessionTarget } from './database-sessions.ts';

export type Statistics = Pick<
  ObservedStatistics,
  'writeIds' | 'commits' | 'otherCommits' | 'rollbacks' | 'walBytes'
>;

/** A row of the plan's ledger; `sequence` in digits, `time` as ISO 8601 in UTC with microseconds. */
export interface LedgerRow {
  readonly sequence: string;
  readonly time: string | null;
}

/** One session that only reads; a statement of it that takes longer than a second is ended by the server. */
export interface ReaderSession {
  /** host:port as the server itself reports it. */
  readonly server: string;
  /** @throws on a standby: it has no position to write at. */
  statistics(): Promise<Statistics>;
  /** The highest sequence, null in an empty table. */
  newest(table: LedgerTable): Promise<string | null>;
  /** Rows beyond a sequence in its order, so many at most. */
  rowsAfter(table: LedgerTable, sequence: string, most: number): Promise<readonly LedgerRow[]>;
  close(): void;
}

/** Reads what a client may read. */
export interface DatabaseReader {
  open(target: SessionTarget, limitMs: number): Promise<ReaderSession>;
}
