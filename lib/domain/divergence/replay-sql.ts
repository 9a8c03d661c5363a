import { tableText } from '../content/contents.ts';
import type { DivergedRow } from './diverged-row.ts';
import type { DivergedTable } from './diverged-table.ts';
import { identifier, literal, tableSql } from './sql-text.ts';
import { inOrderOfNeed } from './table-order.ts';
import type { TableShape } from './table-shape.ts';

export interface Replay {
  readonly database: string;
  readonly run: string;
  readonly tables: readonly DivergedTable[];
}

/** Values are read as they were written, whatever the session that reads them is set to. */
const SETTINGS = `set local standard_conforming_strings = on;
set local client_encoding = 'UTF8';
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local lc_monetary = 'C';`;

/**
 * Rows that the old primary alone holds, as SQL for psql or any client: all of it or nothing, and again without harm. A
 * row whose key is taken meanwhile is left out; one of a table without a key is added until there are as many equal ones
 * as there have to be. Null when there is nothing to write.
 */
export function replaySql({ database, run, tables }: Replay): string | null {
  const wanted = tables
    .map(({ shape, rows }) => ({
      name: tableText(shape.table),
      needs: shape.needs,
      shape,
      rows: rows.filter(({ kind }) => kind === 'only-there'),
    }))
    .filter(({ rows, shape }) => rows.length > 0 && shape.table.schema !== 'muster');
  if (wanted.length === 0) return null;
  const { ordered, circles } = inOrderOfNeed(wanted);
  return [
    ...headOf({ database, run, circles }),
    'begin;',
    SETTINGS,
    'set constraints all deferred;',
    ...ordered.flatMap(rowsOfTable),
    ...ordered.flatMap(({ shape }) => sequencesOf(shape)),
    'commit;',
    '',
  ].join('\n');
}

function headOf({ database, run, circles }: { database: string; run: string; circles: readonly string[] }) {
  return [
    `-- Rows of ${lineOf(database)} that the old primary alone holds, found by run ${lineOf(run)}.`,
    '-- For the promoted server. One transaction, and safe to run again: a row whose key is taken is left out.',
    '-- Triggers fire. Rows that were changed or deleted there are not here: see the NDJSON file beside it.',
    ...(circles.length === 0
      ? []
      : [
          `-- These need one another, so that a foreign key that is not deferrable may refuse: ${circles.map(lineOf).join(', ')}.`,
        ]),
  ];
}

/** A name may hold any character, and a comment ends with its line. */
function lineOf(name: string): string {
  return JSON.stringify(name);
}

function rowsOfTable({ shape, rows }: DivergedTable): readonly string[] {
  const table = tableSql(shape.table);
  const into = `insert into ${table} (${shape.columns.map(({ name }) => identifier(name)).join(', ')})`;
  if (shape.columns.length === 0) return [];
  if (shape.primaryKey.length > 0)
    return rows.map(
      ({ values }) =>
        `${into} overriding system value values (${values.map(literal).join(', ')}) on conflict do nothing;`,
    );
  return copiesOf(rows).map(({ row: { row, values }, number }) => {
    const there = `(select count(*) from only ${table} t where to_jsonb(t) = ${literal(row)}::jsonb)`;
    const typed = values.map((value, index) => `${literal(value)}::${typeOf(shape, index)}`);
    return `${into} overriding system value select ${typed.join(', ')} where ${there} < ${number};`;
  });
}

/** Equal rows get numbers: the first has to be the one after those that are there. */
function copiesOf(rows: readonly DivergedRow[]) {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const text = row.row ?? '';
    const number = (seen.get(text) ?? row.equals) + 1;
    seen.set(text, number);
    return { row, number };
  });
}

function typeOf({ columns }: TableShape, index: number): string {
  return columns[index]?.type ?? 'text';
}

/** New keys must not meet those that came back. A sequence is never set back. */
function sequencesOf({ table, columns }: TableShape): readonly string[] {
  return columns.flatMap(({ name, sequence }) =>
    sequence === null
      ? []
      : [
          `select setval(${literal(sequence)}, most) from (select max(${identifier(name)}) as most from ${tableSql(table)}) t where most > (select last_value from ${sequence});`,
        ],
  );
}
