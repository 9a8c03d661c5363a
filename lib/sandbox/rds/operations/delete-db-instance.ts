import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { invalidCombination, invalidState } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/**
 * Deletes an instance with its storage. There are no snapshots here, so a final one cannot be taken: a deletion that
 * asks for one is refused, and so is one that does not say that it wants none.
 */
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
    checkFinalSnapshot(call, instance);
    if (directory.replicasOf(instance).some((one) => one.isReplica))
      throw invalidState('This sandbox deletes no source of read replicas: delete or promote those first.');
    instance.beginDeletion();
    const answer = renderDbInstance(instance, directory);
    provider.destroy(instance);
    return [answer];
  },
};

function checkFinalSnapshot({ parameters }: RdsCall, instance: DatabaseInstance): void {
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
  if (skips || instance.isReplica) return;
  if (instance.isBeingMade)
    throw invalidState(
      `Instance ${instance.config.id} is currently creating - a final snapshot cannot be taken.`,
    );
  if (final === null)
    throw invalidCombination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
  throw invalidCombination('FinalDBSnapshotIdentifier is not supported: this sandbox takes no snapshots.');
}

function refuseBusy({ config, status }: DatabaseInstance): void {
  if (status === 'deleting') throw invalidState(`Instance ${config.id} is already being deleted.`);
  if (['rebooting', 'starting', 'stopping'].includes(status))
    throw invalidState(`Instance ${config.id} is currently ${status}.`);
}
