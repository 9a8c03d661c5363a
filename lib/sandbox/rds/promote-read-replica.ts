import { AwsError } from '../wire/aws-error.ts';
import { requiredParameter } from '../wire/query-parameters.ts';
import type { RdsOperation } from './rds-operation.ts';
import { renderDbInstance } from './render-db-instance.ts';

/**
 * Begins a promotion. The answer shows the instance as it was: still `available`, its source still named
 * (API reference, PromoteReadReplica).
 */
export const promoteReadReplica: RdsOperation = ({ region, parameters, directory }) => {
  const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
  if (!instance.isReplica) throw invalidState(`DB Instance ${instance.config.id} is not a read replica.`);
  if (instance.promoting || instance.status !== 'available') {
    throw invalidState(`Instance ${instance.config.id} is not in available state (${instance.status}).`);
  }
  const answer = renderDbInstance(instance, directory);
  instance.promote();
  return [answer];
};

function invalidState(message: string): AwsError {
  return new AwsError('InvalidDBInstanceState', message);
}
