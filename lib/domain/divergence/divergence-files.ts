import { tableText } from '../content/contents.ts';
import { divergedLine } from './diverged-row.ts';
import type { DivergedTable } from './diverged-table.ts';
import { keyRange } from './key-range.ts';
import { replaySql } from './replay-sql.ts';

export interface DivergenceOf {
  readonly database: string;
  readonly run: string;
  readonly tables: readonly DivergedTable[];
}

/** The files of the divergence store for one database, and what the record may say of them: no row. Null for none. */
export function divergenceFiles({ database, run, tables }: DivergenceOf) {
  if (tables.length === 0) return null;
  const lines = tables.flatMap(({ shape, rows }) =>
    rows.map((row) => divergedLine(tableText(shape.table), row)),
  );
  return { rows: lines.length, text: lines.join(''), replay: replaySql({ database, run, tables }) };
}

/** By table how many rows differ, in which way, and between which keys. */
export function divergenceCounts(tables: readonly DivergedTable[]) {
  return tables.map(({ shape, rows }) => {
    const count = (kind: string) => rows.filter((row) => row.kind === kind).length;
    return {
      table: tableText(shape.table),
      rows: rows.length,
      changed: count('changed'),
      deleted: count('deleted'),
      unclear: rows.filter(({ certain }) => !certain).length,
      keys: keyRange(shape, rows),
    };
  });
}
