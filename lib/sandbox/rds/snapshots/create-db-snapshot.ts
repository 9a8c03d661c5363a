import { requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { requireAvailable } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { addSnapshot, snapshotOf } from './new-snapshot.ts';
import { renderDbSnapshot } from './render-db-snapshot.ts';
import { snapshotIdentifierOf } from './snapshot-identifier.ts';

/** Begins a snapshot of an instance, which is backing up until it is done. Of one that is stopped there is none. */
export const createDbSnapshot: RdsOperation = {
  parameters: ['DBSnapshotIdentifier', 'DBInstanceIdentifier', 'Tags'],
  async run(call) {
    const { region, parameters, directory } = call;
    const id = snapshotIdentifierOf(parameters, 'DBSnapshotIdentifier');
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    call.snapshots.refuseTaken(region, id);
    requireSnapshottable(instance);
    const snapshot = addSnapshot(call, snapshotOf(instance, id));
    const answer = await renderDbSnapshot(snapshot);
    void call.snapshotProvider.take(snapshot, instance);
    return [answer];
  },
};

/** @throws AwsError InvalidDBInstanceState */
export function requireSnapshottable(instance: DatabaseInstance): void {
  requireAvailable(
    instance,
    `Cannot create a snapshot because the database instance ${instance.config.id} is not currently in the available state.`,
  );
}
