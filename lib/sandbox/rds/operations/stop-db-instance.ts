import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidState, requireAvailable } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/** Stops a server and keeps its storage. (RDS starts it again after seven days, which no sandbox sees.) */
export const stopDbInstance: RdsOperation = {
  parameters: ['DBInstanceIdentifier'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    requireAvailable(instance);
    if (instance.isReplica) throw invalidState('Cannot stop or start a Read-Replica instance');
    const hasReplicas = directory.replicasOf(instance).some((one) => one.isReplica);
    if (hasReplicas) throw invalidState('Cannot stop or start a Read-Replica Source instance');
    instance.stop();
    return [renderDbInstance(instance, directory)];
  },
};
