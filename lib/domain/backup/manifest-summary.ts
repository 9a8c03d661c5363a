import { isSame } from '../content/range-decision.ts';
import { type BackupManifest, rowsBefore } from '../manifest/backup-manifest.ts';

/** What a catalogue says of a backup's manifest. provenRows: those of which a restored copy can be held to account. */
export function manifestSummary(manifest: BackupManifest) {
  const { server, tables } = manifest;
  const ranges = tables.flatMap((table) => table.ranges);
  const provenRows = ranges.reduce((sum, { before, after, settled }) => {
    const still = isSame(before, after) && 'rows' in before ? before.rows : (settled?.kept?.length ?? 0);
    return sum + still;
  }, 0);
  return {
    systemIdentifier: server.systemIdentifier,
    engineVersion: server.engineVersion,
    sizeBytes: server.sizeBytes,
    tables: tables.length,
    rows: rowsBefore(manifest),
    provenRows,
  };
}
