import { AwsError } from '../../wire/aws-error.ts';
import { queryList, requiredParameter } from '../../wire/query-parameters.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { groupNameOf } from './group-name.ts';
import { renderSubnetGroup } from './render-groups.ts';

/** A group of subnets, which exist in name only. */
export const createDbSubnetGroup: RdsOperation = {
  parameters: ['DBSubnetGroupName', 'DBSubnetGroupDescription', 'SubnetIds'],
  run({ region, account, parameters, groups }) {
    const name = groupNameOf(requiredParameter(parameters, 'DBSubnetGroupName'), 'DBSubnetGroupName');
    const description = requiredParameter(parameters, 'DBSubnetGroupDescription');
    const subnets = [
      ...queryList(parameters, 'SubnetIds.SubnetIdentifier'),
      ...queryList(parameters, 'SubnetIds.member'),
    ];
    if (subnets.length < 2)
      throw new AwsError(
        'DBSubnetGroupDoesNotCoverEnoughAZs',
        `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${region}a. Add subnets to cover at least 2 AZs.`,
      );
    const group = { region, name, description, subnets };
    groups.addSubnetGroup(group);
    return [renderSubnetGroup(group, account)];
  },
};
