import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidState, requireAvailable } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/**
 * Begins a promotion. The answer shows the instance as it was: still `available`, its source still named
 * (API reference, PromoteReadReplica).
 */
export const promoteReadReplica: RdsOperation = {
  parameters: ['DBInstanceIdentifier'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    if (!instance.isReplica) throw invalidState('DB Instance is not a read replica.');
    requireAvailable(instance, 'DB Instance is not in available state.');
    const answer = renderDbInstance(instance, directory);
    instance.promote();
    return [answer];
  },
};
