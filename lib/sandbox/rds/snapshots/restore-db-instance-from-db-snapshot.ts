import { AwsError } from '../../wire/aws-error.ts';
import { requiredParameter } from '../../wire/query-parameters.ts';
import { identifierOf } from '../instance-parameters.ts';
import { checkEngine, refuseTaken } from '../operations/create-db-instance.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { RESTORE_FIXED, RESTORE_PARAMETERS, restoredSettings } from './restored-settings.ts';
import type { DatabaseSnapshot } from './snapshot.ts';

/** Creates an instance from what a snapshot holds: its users, passwords and databases, in a server of its own. */
export const restoreDbInstanceFromDbSnapshot: RdsOperation = {
  parameters: ['DBInstanceIdentifier', 'DBSnapshotIdentifier', ...RESTORE_PARAMETERS],
  fixed: RESTORE_FIXED,
  async run(call) {
    const id = identifierOf(requiredParameter(call.parameters, 'DBInstanceIdentifier'));
    const snapshot = snapshotOf(call);
    refuseTaken(call, id);
    if (call.parameters.has('Engine')) checkEngine(call.parameters);
    const { origin, kmsKey } = snapshot.parts;
    const config = { ...origin.instance, id, region: call.region, tags: {} };
    const settings = { ...restoredSettings(call, origin), kmsKey };
    const instance = await call.provider.create({ config, settings, from: { kind: 'snapshot', snapshot } });
    return [renderDbInstance(instance, call.directory)];
  },
};

/** What AWS says of a snapshot that is not available could not be found. */
function snapshotOf({ region, parameters, snapshots }: RdsCall): DatabaseSnapshot {
  const snapshot = snapshots.require(region, requiredParameter(parameters, 'DBSnapshotIdentifier'));
  if (snapshot.status === 'available') return snapshot;
  throw new AwsError(
    'InvalidDBSnapshotState',
    `The snapshot ${snapshot.parts.id} is not currently in the available state.`,
  );
}
