import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidState } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

export const startDbInstance: RdsOperation = {
  parameters: ['DBInstanceIdentifier'],
  run({ region, parameters, directory, events }) {
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    if (instance.status !== 'stopped')
      throw invalidState(`Instance ${instance.config.id} is not in stopped state.`);
    instance.resume();
    events.append({ ...instance.eventSource, message: 'DB instance started', categories: ['notification'] });
    return [renderDbInstance(instance, directory)];
  },
};
