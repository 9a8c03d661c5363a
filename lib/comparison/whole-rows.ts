import type { TableName } from '../domain/content/contents.ts';
import type { DivergedRow } from '../domain/divergence/diverged-row.ts';
import type { DivergedTable } from '../domain/divergence/diverged-table.ts';
import type { Difference, Differences } from '../domain/divergence/sort-out.ts';
import type { TableShape } from '../domain/divergence/table-shape.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { PlacedRow, TableRows } from '../ports/table-rows.ts';

interface Places extends Differences {
  readonly table: TableName;
}

interface Servers {
  readonly old: SessionTarget;
  readonly promoted: SessionTarget;
}

type Row = PlacedRow & Difference;

/**
 * Rows by their places as rows by their keys: what a key has on either server tells a row that is missing from one that
 * was changed, and from one that is equal after all. Null when no row differs.
 */
export async function wholeRows(
  ports: TableRows,
  servers: Servers,
  { table, onOld, onPromoted }: Places,
): Promise<DivergedTable | null> {
  // Where the promoted server has no such table, or other columns, this throws, and nothing is given up.
  const [shape, here] = await Promise.all([
    ports.shape(servers.old, table),
    ports.shape(servers.promoted, table),
  ]);
  if (JSON.stringify(shape.columns) !== JSON.stringify(here.columns))
    throw new Error(`${table.schema}.${table.name} has other columns on the promoted server`);
  const [old, promoted] = await Promise.all([
    rowsAt(ports, { target: servers.old, shape }, onOld),
    rowsAt(ports, { target: servers.promoted, shape }, onPromoted),
  ]);
  const keyed = shape.primaryKey.length > 0;
  const rows = await (keyed ? byKey : byContent)(ports, { servers, shape }, { old, promoted });
  return rows.length === 0 ? null : { shape, rows };
}

interface On {
  readonly target: SessionTarget;
  readonly shape: TableShape;
}

async function rowsAt(
  ports: TableRows,
  { target, shape }: On,
  places: readonly Difference[],
): Promise<readonly Row[]> {
  if (places.length === 0) return [];
  const certain = new Map(places.map(({ ctid, certain: known }) => [ctid, known]));
  const found = await ports.rowsAt(
    target,
    shape,
    places.map(({ ctid }) => ctid),
  );
  return found.map((row) => ({ ...row, certain: certain.get(row.ctid) ?? false }));
}

interface Between {
  readonly servers: Servers;
  readonly shape: TableShape;
}

interface Rows {
  readonly old: readonly Row[];
  readonly promoted: readonly Row[];
}

async function byKey(ports: TableRows, { servers, shape }: Between, { old, promoted }: Rows) {
  const [hereOf, thereOf] = await Promise.all([
    ports.rowsByKey(servers.promoted, shape, textOf(old)),
    ports.rowsByKey(servers.old, shape, textOf(promoted)),
  ]);
  const written = old.flatMap((one, index): DivergedRow[] => {
    const { row, values, certain } = one;
    const here = hereOf[index] ?? null;
    if (here === row) return [];
    return [{ kind: here === null ? 'only-there' : 'changed', certain, row, here, values, equals: 0 }];
  });
  // One that the old primary has by its key, in whatever version, was found above if it differs for what it did.
  const gone = promoted.flatMap((one, index): DivergedRow[] =>
    thereOf[index] === null ? [deleted(one)] : [],
  );
  return [...written, ...gone];
}

/** Without a key nothing tells a change from a row that went and another that came: each stands for itself. */
async function byContent(ports: TableRows, { servers, shape }: Between, { old, promoted }: Rows) {
  const counts = await ports.countEqual(servers.promoted, shape, textOf(old));
  const written = old.map(({ row, values, certain }, index): DivergedRow => {
    return { kind: 'only-there', certain, row, here: null, values, equals: counts[index] ?? 0 };
  });
  return [...written, ...promoted.map(deleted)];
}

function textOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ row }) => row);
}

function deleted({ row, values, certain }: Row): DivergedRow {
  return { kind: 'deleted', certain, row: null, here: row, values, equals: 0 };
}
