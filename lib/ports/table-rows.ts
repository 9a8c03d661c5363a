import type { TableName } from '../domain/content/contents.ts';
import type { TableShape } from '../domain/divergence/table-shape.ts';
import type { SessionTarget } from './session-target.ts';

/** A row by its place, as JSON text, and by its values for the columns of its table's shape. */
export interface PlacedRow {
  readonly ctid: string;
  readonly row: string;
  readonly values: readonly (string | null)[];
}

/** Reads whole rows of tables. */
export interface TableRows {
  /** @throws Error where the server has no such table. */
  shape(target: SessionTarget, table: TableName): Promise<TableShape>;
  /** Rows by their places; of one that is not there any more, none. */
  rowsAt(target: SessionTarget, shape: TableShape, places: readonly string[]): Promise<readonly PlacedRow[]>;
  /** By each row given as JSON: the one that has its key, null for none. */
  rowsByKey(
    target: SessionTarget,
    shape: TableShape,
    rows: readonly string[],
  ): Promise<readonly (string | null)[]>;
  /** By each row given as JSON: how many equal ones there are. */
  countEqual(target: SessionTarget, shape: TableShape, rows: readonly string[]): Promise<readonly number[]>;
}
