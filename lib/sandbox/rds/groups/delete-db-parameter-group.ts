import { AwsError } from '../../wire/aws-error.ts';
import { requiredParameter } from '../../wire/query-parameters.ts';
import { DEFAULT_PARAMETER_GROUP } from '../instance-settings.ts';
import type { RdsOperation } from '../rds-operation.ts';

/** Deletes a group that no instance has, nor waits for. */
export const deleteDbParameterGroup: RdsOperation = {
  parameters: ['DBParameterGroupName'],
  run({ region, parameters, groups, directory }) {
    const group = groups.requireParameterGroup(region, requiredParameter(parameters, 'DBParameterGroupName'));
    const members = directory
      .inRegion(region)
      .flatMap(({ settings }) => [settings.parameterGroup, settings.pending.parameterGroup]);
    if (members.includes(group.name))
      throw invalidState(
        `One or more database instances are still members of this parameter group ${group.name}, so the group cannot be deleted`,
      );
    if (group.name === DEFAULT_PARAMETER_GROUP)
      throw invalidState(`Default DBParameterGroup cannot be deleted: ${group.name}`);
    groups.removeParameterGroup(group);
    return [];
  },
};

function invalidState(message: string): AwsError {
  return new AwsError('InvalidDBParameterGroupState', message);
}
