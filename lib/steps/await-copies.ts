import { BackupInput } from '../domain/run/backup-input.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { awaitAvailable } from './step/seen-snapshot.ts';

export interface AwaitCopiesPorts extends StepPorts {
  readonly snapshots: Snapshots;
}

/**
 * Waits until every copy is available in the recovery region.
 * @throws SnapshotPending (to be retried), SnapshotFailed, SnapshotMissing, ThrottledUnknown, RegionUnreachable
 */
export function makeAwaitCopies(ports: AwaitCopiesPorts) {
  return makeStep(ports, {
    state: 'AwaitCopies',
    input: BackupInput,
    act: async ({ seen }) => ({
      databases: await Promise.all(
        seen('CopySnapshots').databases.map((copy) => awaitAvailable(ports, copy)),
      ),
    }),
  });
}
