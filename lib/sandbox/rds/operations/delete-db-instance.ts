import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { invalidCombination, invalidState } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { requireSnapshottable } from '../snapshots/create-db-snapshot.ts';
import { addSnapshot, snapshotOf } from '../snapshots/new-snapshot.ts';
import type { DatabaseSnapshot } from '../snapshots/snapshot.ts';
import { snapshotIdentifierOf } from '../snapshots/snapshot-identifier.ts';

/** Deletes an instance with its storage, after a last snapshot unless it says that it wants none. */
export const deleteDbInstance: RdsOperation = {
  parameters: [
    'DBInstanceIdentifier',
    'SkipFinalSnapshot',
    'FinalDBSnapshotIdentifier',
    'DeleteAutomatedBackups',
  ],
  run(call) {
    const { region, parameters, directory, provider } = call;
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    if (instance.settings.deletionProtection)
      throw invalidCombination(
        'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      );
    refuseBusy(instance);
    if (booleanParameter(parameters, 'DeleteAutomatedBackups') === false && instance.settings.pointInTime)
      throw invalidCombination('This sandbox keeps no automated backups of an instance that is deleted.');
    const final = finalSnapshotOf(call, instance);
    if (directory.replicasOf(instance).some((one) => one.isReplica))
      throw invalidState('This sandbox deletes no source of read replicas: delete or promote those first.');
    const snapshot = final === undefined ? undefined : addFinalSnapshot(call, instance, final);
    instance.beginDeletion();
    const answer = renderDbInstance(instance, directory);
    if (snapshot) void destroyAfter(call, snapshot, instance);
    else provider.destroy(instance);
    return [answer];
  },
};

/** The identifier of the snapshot that is to be taken before the instance goes. */
function finalSnapshotOf({ parameters }: RdsCall, instance: DatabaseInstance): string | undefined {
  const skips = booleanParameter(parameters, 'SkipFinalSnapshot') ?? false;
  const final = parameters.get('FinalDBSnapshotIdentifier');
  if (final !== null && instance.isReplica)
    throw invalidCombination(
      'FinalDBSnapshotIdentifier can not be specified when deleting a replica instance',
    );
  if (final !== null && skips)
    throw invalidCombination(
      'FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is enabled.',
    );
  // A replica is deleted without one, whatever is said (API reference, DeleteDBInstance).
  if (skips || instance.isReplica) return undefined;
  if (instance.isBeingMade)
    throw invalidState(
      `Instance ${instance.config.id} is currently creating - a final snapshot cannot be taken.`,
    );
  if (final === null)
    throw invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
  return snapshotIdentifierOf(parameters, 'FinalDBSnapshotIdentifier');
}

function addFinalSnapshot(call: RdsCall, instance: DatabaseInstance, id: string): DatabaseSnapshot {
  requireSnapshottable(instance);
  return addSnapshot(call, snapshotOf(instance, id), {});
}

/** What cannot be saved is not destroyed. */
async function destroyAfter(
  call: RdsCall,
  snapshot: DatabaseSnapshot,
  instance: DatabaseInstance,
): Promise<void> {
  await call.snapshotProvider.take(snapshot, instance);
  if (snapshot.status === 'available') call.provider.destroy(instance);
  else instance.cancelDeletion();
}

function refuseBusy({ config, status }: DatabaseInstance): void {
  if (status === 'deleting') throw invalidState(`Instance ${config.id} is already being deleted.`);
  if (['rebooting', 'starting', 'stopping'].includes(status))
    throw invalidState(`Instance ${config.id} is currently ${status}.`);
}
