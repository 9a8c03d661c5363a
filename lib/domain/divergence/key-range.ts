import type { DivergedRow } from './diverged-row.ts';
import type { TableShape } from './table-shape.ts';

const WHOLE = /^-?\d+$/;

/** First and last key of some rows of a table, where the key is one column: by value for whole numbers, else by letter. */
export function keyRange(
  { primaryKey, columns }: Pick<TableShape, 'primaryKey' | 'columns'>,
  rows: readonly Pick<DivergedRow, 'values'>[],
): { readonly first: string; readonly last: string } | null {
  const [key, ...others] = primaryKey;
  const place = columns.findIndex(({ name }) => name === key);
  if (place < 0 || others.length > 0) return null;
  const sorted = rows.flatMap(({ values }) => values[place] ?? []).toSorted(inOrder);
  const [first, last] = [sorted.at(0), sorted.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

function inOrder(one: string, other: string): number {
  if (!WHOLE.test(one) || !WHOLE.test(other)) return one.localeCompare(other, 'en');
  const difference = BigInt(one) - BigInt(other);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}
