import type { SessionTarget } from './session-target.ts';

/** Rows of one table, each as canonical JSON text. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly string[];
}

/** What was written since a transaction, and the first that had not begun when it was looked. */
export interface WrittenSince {
  readonly next: string;
  readonly tables: readonly TableRows[];
}

/** Rows that one server may hold and another may not. */
export interface DivergedRows {
  /** @throws Error for more rows than can be saved at once. */
  writtenSince(target: SessionTarget, transaction: string): Promise<WrittenSince>;
  /** Those of the rows that a server does not hold. */
  missingFrom(target: SessionTarget, wanted: TableRows): Promise<readonly string[]>;
}
