import { BackupInput } from '../domain/run/backup-input.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { awaitAvailable } from './step/seen-snapshot.ts';

export interface AwaitSnapshotsPorts extends StepPorts {
  readonly snapshots: Snapshots;
}

/**
 * Waits until every snapshot that was taken is available.
 * @throws SnapshotPending (to be retried), SnapshotFailed, SnapshotMissing, ThrottledUnknown, RegionUnreachable
 */
export function makeAwaitSnapshots(ports: AwaitSnapshotsPorts) {
  return makeStep(ports, {
    state: 'AwaitSnapshots',
    input: BackupInput,
    act: async ({ seen }) => ({
      databases: await Promise.all(
        seen('TakeSnapshots').databases.map((taken) => awaitAvailable(ports, taken)),
      ),
    }),
  });
}
