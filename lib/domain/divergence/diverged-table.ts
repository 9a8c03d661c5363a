import type { DivergedRow } from './diverged-row.ts';
import type { TableShape } from './table-shape.ts';

/** A table with the rows of it in which an old primary and the promoted server differ. */
export interface DivergedTable {
  readonly shape: TableShape;
  readonly rows: readonly DivergedRow[];
}
