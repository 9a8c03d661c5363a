import type { DivergedRow } from '../../lib/domain/divergence/diverged-row.ts';
import type { DivergedTable } from '../../lib/domain/divergence/diverged-table.ts';
import type { TableShape } from '../../lib/domain/divergence/table-shape.ts';

/** A small table with a key, that points to another one. */
export const ITEMS: TableShape = {
  table: { schema: 'public', name: 'items' },
  columns: [
    { name: 'id', type: 'integer', sequence: null },
    { name: 'note', type: 'text', sequence: null },
  ],
  primaryKey: ['id'],
  needs: [],
};

export function itemsTable(rows: readonly DivergedRow[], shape: Partial<TableShape> = {}): DivergedTable {
  return { shape: { ...ITEMS, ...shape }, rows };
}

export function itemRow(id: number, over: Partial<DivergedRow> = {}): DivergedRow {
  const note = `it’s ${id}`;
  const row = `{"id": ${id}, "note": ${JSON.stringify(note)}}`;
  return {
    kind: 'only-there',
    certain: true,
    row,
    here: null,
    values: [String(id), note],
    equals: 0,
    ...over,
  };
}
