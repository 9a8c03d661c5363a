import { AwsError } from '../../wire/aws-error.ts';
import { requiredParameter } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbSnapshot } from './render-db-snapshot.ts';

/** Deletes a snapshot with its bytes. Copies of it that are under way are terminated (API reference). */
export const deleteDbSnapshot: RdsOperation = {
  parameters: ['DBSnapshotIdentifier'],
  async run({ region, parameters, snapshots, snapshotProvider }) {
    const snapshot = snapshots.require(region, requiredParameter(parameters, 'DBSnapshotIdentifier'));
    if (!['available', 'failed'].includes(snapshot.status))
      throw new AwsError(
        'InvalidDBSnapshotState',
        'Cannot delete the snapshot because it is not currently in the available or failed state.',
      );
    snapshots.remove(snapshot);
    snapshotProvider.destroy(snapshot);
    return [await renderDbSnapshot(snapshot)];
  },
};
