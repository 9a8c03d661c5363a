import { BACKUP_TAGS, backupKeys } from '../domain/backup/backup-keys.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { seenSnapshot } from './step/seen-snapshot.ts';

export interface TakeSnapshotsPorts extends StepPorts {
  readonly snapshots: Snapshots;
}

/**
 * Asks for a snapshot of every database's primary, all at once so that they lie close together. Idempotent: the
 * snapshot's name is the run's, and one that is there already is this run's own.
 * @throws SnapshotRefused, ThrottledUnknown, RegionUnreachable
 */
export function makeTakeSnapshots(ports: TakeSnapshotsPorts) {
  return makeStep(ports, {
    state: 'TakeSnapshots',
    input: BackupInput,
    intent: ({ run }) => ({
      snapshots: run.databases.map(({ id, primary }) => ({
        ...primary,
        snapshot: backupKeys.snapshot(id, run.run),
      })),
    }),
    act: async ({ run }) => ({
      databases: await Promise.all(
        run.databases.map(async ({ id, primary }) => {
          const taken = await ports.snapshots.create({
            ...primary,
            snapshot: backupKeys.snapshot(id, run.run),
            run: run.run,
            tags: { [BACKUP_TAGS.plan]: run.plan.name, [BACKUP_TAGS.database]: id },
          });
          return seenSnapshot(ports.clock, id, taken);
        }),
      ),
    }),
  });
}
