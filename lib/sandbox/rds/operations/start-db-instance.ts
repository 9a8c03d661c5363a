import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidState } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/** Starts a server that was stopped, on its storage. */
export const startDbInstance: RdsOperation = {
  parameters: ['DBInstanceIdentifier'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    if (instance.status !== 'stopped')
      throw invalidState(
        `Instance ${instance.config.id} cannot be started as it is not in one of the following statuses: 'stopped, inaccessible-encryption-credentials-recoverable, incompatible-network'.`,
      );
    instance.resume();
    return [renderDbInstance(instance, directory)];
  },
};
