import { openManifest } from '../comparison/open-manifest.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import { makeStep } from './step/make-step.ts';
import { type ManifestPorts, onSource, openKey, READ_WITHIN_MS } from './step/manifest-source.ts';

/**
 * Reads what every database holds right before its snapshot. One after the other: reading takes its share of a server.
 * @throws Error when a database is not read in time: half a look proves nothing
 */
export function makeOpenManifest(ports: ManifestPorts) {
  return makeStep(ports, {
    state: 'OpenManifest',
    input: BackupInput,
    act: async ({ run }) => {
      const deadline = ports.clock.now() + READ_WITHIN_MS * 1000;
      const databases = [];
      for (const database of run.databases) {
        const open = await onSource(ports, database, (source) =>
          openManifest({ clock: ports.clock, deadline, database: database.id, source }, run.rowsPerRange),
        );
        await ports.objects.put(openKey(run.run, database.id), JSON.stringify(open));
        databases.push({ id: database.id, tables: open.tables.length });
      }
      return { databases };
    },
  });
}
