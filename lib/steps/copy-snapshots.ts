import { BACKUP_TAGS } from '../domain/backup/backup-keys.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { seenSnapshot } from './step/seen-snapshot.ts';

export interface CopySnapshotsPorts extends StepPorts {
  readonly snapshots: Snapshots;
}

/**
 * Asks the recovery region to copy every snapshot under that region's key. RDS carries out twenty at a time and queues
 * the others. Idempotent: the copy has the snapshot's name.
 * @throws SnapshotRefused, SnapshotMissing, ThrottledUnknown, RegionUnreachable
 */
export function makeCopySnapshots(ports: CopySnapshotsPorts) {
  return makeStep(ports, {
    state: 'CopySnapshots',
    input: BackupInput,
    intent: ({ run, seen }) => ({
      copies: seen('AwaitSnapshots').databases.map(({ arn, snapshot }) => ({
        source: arn,
        region: run.sites.recovery.region,
        snapshot,
        kmsKey: run.kmsKey,
      })),
    }),
    act: async ({ run, seen }) => ({
      databases: await Promise.all(
        seen('AwaitSnapshots').databases.map(async ({ id, snapshot, region, arn }) => {
          const copy = await ports.snapshots.copy({
            region: run.sites.recovery.region,
            snapshot,
            source: { region, arn },
            kmsKey: run.kmsKey,
            run: run.run,
            tags: { [BACKUP_TAGS.plan]: run.plan.name, [BACKUP_TAGS.database]: id },
          });
          return seenSnapshot(ports.clock, id, copy);
        }),
      ),
    }),
  });
}
