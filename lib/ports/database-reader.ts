import type { ObservedStatistics } from '../domain/ledger/observed-line.ts';
import type { LedgerTable } from '../domain/run/run-parts.ts';
import type { SessionTarget } from './session-target.ts';

export type Statistics = Pick<
  ObservedStatistics,
  'writeIds' | 'commits' | 'otherCommits' | 'rollbacks' | 'walBytes'
>;

/** A row of the plan's ledger; `sequence` in digits, `time` as ISO 8601 in UTC with microseconds. */
export interface LedgerRow {
  readonly sequence: string;
  readonly time: string | null;
}

/** How long opening a session may take, and each statement of it, which the server ends then. */
export interface ReaderLimits {
  readonly openMs: number;
  readonly statementMs: number;
}

/** One session that only reads. */
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
  open(target: SessionTarget, limits: ReaderLimits): Promise<ReaderSession>;
}
