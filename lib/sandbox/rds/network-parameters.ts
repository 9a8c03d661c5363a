import { queryList } from '../wire/query-parameters.ts';
import { AwsError } from '../wire/aws-error.ts';
import { invalidValue } from './rds-errors.ts';

/** The group of a region's default network, which has everything that names none. */
export const DEFAULT_SECURITY_GROUP = 'sg-00000000';
export const DEFAULT_OPTION_GROUP = 'default:postgres-17';

/** Security groups exist in name only. @throws AwsError InvalidParameterValue for what is no name of one */
export function securityGroupsOf(parameters: URLSearchParams): readonly string[] {
  const groups = [
    ...queryList(parameters, 'VpcSecurityGroupIds.VpcSecurityGroupId'),
    ...queryList(parameters, 'VpcSecurityGroupIds.member'),
  ];
  const wrong = groups.find((group) => !/^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(group));
  if (wrong !== undefined) throw invalidValue(`Invalid security group , groupId= ${wrong}, groupName=.`);
  return groups.length > 0 ? groups : [DEFAULT_SECURITY_GROUP];
}

/** PostgreSQL has no options, so a region has the default group and no other. @throws AwsError OptionGroupNotFoundFault */
export function checkOptionGroup(parameters: URLSearchParams): void {
  const name = parameters.get('OptionGroupName');
  if (name !== null && name.toLowerCase() !== DEFAULT_OPTION_GROUP)
    throw new AwsError('OptionGroupNotFoundFault', `Specified OptionGroupName: ${name} not found.`, 404);
}
