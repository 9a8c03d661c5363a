import { queryList } from '../wire/query-parameters.ts';
import { invalidValue } from './rds-errors.ts';
import type { RdsCall } from './rds-operation.ts';

/** The group of a region's default network, which has everything that names none. */
export const DEFAULT_SECURITY_GROUP = 'sg-00000000';
export const DEFAULT_OPTION_GROUP = 'default:postgres-17';

/** Whether a request says anything of security groups. */
export function namesSecurityGroups({ parameters }: Pick<RdsCall, 'parameters'>): boolean {
  return [...parameters.keys()].some((name) => name.startsWith('VpcSecurityGroupIds.'));
}

/** A security group is a name, and may be one that admits nobody. @throws AwsError InvalidParameterValue for what is no name of one */
export function securityGroupsOf({ region, parameters, groups: known }: RdsCall): readonly string[] {
  const groups = [
    ...queryList(parameters, 'VpcSecurityGroupIds.VpcSecurityGroupId'),
    ...queryList(parameters, 'VpcSecurityGroupIds.member'),
  ];
  const wrong = groups.find((group) => !isName(group) && !known.hasSecurityGroup(region, group));
  if (wrong !== undefined) throw invalidValue(`Invalid security group , groupId= ${wrong}, groupName=.`);
  return groups.length > 0 ? groups : [DEFAULT_SECURITY_GROUP];
}

function isName(group: string): boolean {
  return /^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(group);
}

/** PostgreSQL has no options, so a group is a name. @throws AwsError OptionGroupNotFoundFault */
export function optionGroupOf({ region, parameters, groups }: RdsCall): string {
  return groups.requireOptionGroup(region, parameters.get('OptionGroupName') ?? DEFAULT_OPTION_GROUP);
}
