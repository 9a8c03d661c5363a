import { closeManifest } from '../comparison/close-manifest.ts';
import { backupKeys } from '../domain/backup/backup-keys.ts';
import { ObjectMissing } from '../domain/failure.ts';
import { OpenManifest, rowsBefore } from '../domain/manifest/backup-manifest.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep } from './step/make-step.ts';
import { type ManifestPorts, onSource, openKey, READ_WITHIN_MS } from './step/manifest-source.ts';
import { writeRaw } from './step/raw-files.ts';

/**
 * Reads what every database holds right after its snapshot, and makes of both readings what the backup has to hold. The
 * manifest is kept beside the catalogue for whoever restores, and is a raw file of this run.
 * @throws ObjectMissing when the first reading is gone, Error when a database is not read in time
 */
export function makeCloseManifest(ports: ManifestPorts) {
  return makeStep(ports, {
    state: 'CloseManifest',
    input: BackupInput,
    intent: ({ run }) => ({ databases: run.databases.map(({ id }) => id) }),
    act: async ({ run }) => {
      const deadline = ports.clock.now() + READ_WITHIN_MS * 1000;
      const databases = [];
      for (const database of run.databases) {
        const { id } = database;
        const open = await readOpen(ports.objects, openKey(run.run, id));
        const manifest = await onSource(ports, database, (source) =>
          closeManifest({ clock: ports.clock, deadline, database: id, source }, open),
        );
        await ports.objects.put(backupKeys.manifest(run.plan.name, id, run.run), JSON.stringify(manifest));
        await writeRaw(ports.objects, { run: run.run, file: 'manifest.ndjson', part: id }, [manifest]);
        databases.push({ id, tables: manifest.tables.length, rows: rowsBefore(manifest) });
      }
      return { databases };
    },
  });
}

async function readOpen(objects: Objects, key: string): Promise<OpenManifest> {
  const stored = await objects.get(key);
  if (!stored)
    throw new ObjectMissing({ subject: key, seen: 'no such object', limit: 'what OpenManifest has read' });
  return OpenManifest.parse(JSON.parse(stored.text));
}
