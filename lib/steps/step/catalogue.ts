import { backupKeys } from '../../domain/backup/backup-keys.ts';
import { CatalogueEntry } from '../../domain/backup/catalogue-entry.ts';
import type { Objects } from '../../ports/objects.ts';

/** Every backup of a database that the plan's catalogue knows, newest first. */
export async function readCatalogue(
  objects: Objects,
  plan: string,
  database: string,
): Promise<readonly CatalogueEntry[]> {
  const keys = await objects.list(backupKeys.catalogue(plan, database));
  const stored = await Promise.all(keys.map((key) => objects.get(key)));
  return stored
    .flatMap((object) => (object ? [CatalogueEntry.parse(JSON.parse(object.text))] : []))
    .toSorted((a, b) => b.takenAt.localeCompare(a.takenAt, 'en') || b.run.localeCompare(a.run, 'en'));
}

/** Writes an entry, over the one that the run has there already. */
export async function writeEntry(objects: Objects, entry: CatalogueEntry): Promise<void> {
  await objects.put(
    backupKeys.entry(entry.plan, entry.database, entry.run),
    `${JSON.stringify(entry, null, 2)}\n`,
  );
}
