import { AwsError } from '../../wire/aws-error.ts';
import { requiredParameter } from '../../wire/query-parameters.ts';
import { DEFAULT_SUBNET_GROUP } from '../instance-settings.ts';
import type { RdsOperation } from '../rds-operation.ts';

/** Deletes a group that no instance stands in. */
export const deleteDbSubnetGroup: RdsOperation = {
  parameters: ['DBSubnetGroupName'],
  run({ region, parameters, groups, directory }) {
    const group = groups.requireSubnetGroup(region, requiredParameter(parameters, 'DBSubnetGroupName'));
    const user = directory.inRegion(region).find(({ settings }) => settings.subnetGroup === group.name);
    if (user)
      throw invalidState(
        `Cannot delete the subnet group '${group.name}' because at least one database instance: ${user.config.id} is still using it.`,
      );
    if (group.name === DEFAULT_SUBNET_GROUP)
      throw invalidState('The default subnet group cannot be deleted.');
    groups.removeSubnetGroup(group);
    return [];
  },
};

function invalidState(message: string): AwsError {
  return new AwsError('InvalidDBSubnetGroupStateFault', message);
}
