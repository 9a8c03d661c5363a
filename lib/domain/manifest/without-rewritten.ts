import { type ContentTable, type TableName, tableText } from '../content/contents.ts';
import type { BackupManifest } from './backup-manifest.ts';

/**
 * Takes back the rows that were kept of tables that were rewritten meanwhile, or dropped: VACUUM FULL moves a row to
 * another place without writing it anew, so the backup may hold it at either.
 */
export function withoutRewritten(
  tables: BackupManifest['tables'],
  now: readonly ContentTable[],
): BackupManifest['tables'] {
  const storage = new Map(now.map((table) => [keyOf(table), table.storage]));
  return tables.map((table) => {
    if (storage.get(keyOf(table)) === table.storage) return table;
    const reason = `${tableText(table.table)} was rewritten or dropped while the backup was taken`;
    const ranges = table.ranges.map((range) => ({
      ...range,
      settled: range.settled ? { kept: null, reason } : null,
    }));
    return { ...table, ranges };
  });
}

function keyOf({ table: { schema, name } }: { readonly table: TableName }): string {
  return JSON.stringify([schema, name]);
}
