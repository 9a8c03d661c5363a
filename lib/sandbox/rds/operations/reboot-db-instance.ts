import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import { withPending } from '../instance-settings.ts';
import { invalidCombination, requireAvailable } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/** Restarts the server; there is no standby in another zone to fail over to. */
export const rebootDbInstance: RdsOperation = {
  parameters: ['DBInstanceIdentifier', 'ForceFailover'],
  run({ region, parameters, directory }) {
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    requireAvailable(instance);
    if (booleanParameter(parameters, 'ForceFailover'))
      throw invalidCombination(
        'ForceFailover cannot be specified since the instance is not configured for Multi-AZ.',
      );
    instance.reboot();
    instance.change(withPending(instance.settings));
    return [renderDbInstance(instance, directory)];
  },
};
