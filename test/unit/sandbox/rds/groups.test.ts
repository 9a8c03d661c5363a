import { beforeEach, expect, test } from 'vitest';
import { type RdsOnPaper, rdsOnPaper, textsOf } from './rds-on-paper.ts';

const PARAMETER_GROUP = {
  DBParameterGroupName: 'Mine',
  DBParameterGroupFamily: 'postgres17',
  Description: 'mine',
};
const SUBNET_GROUP = {
  DBSubnetGroupName: 'mine',
  DBSubnetGroupDescription: 'mine',
  'SubnetIds.SubnetIdentifier.1': 'subnet-1',
  'SubnetIds.SubnetIdentifier.2': 'subnet-2',
};
let rds: RdsOnPaper;

beforeEach(async () => {
  rds = await rdsOnPaper(['orders-a']);
});

test('a parameter group is created once, found, and deleted when no instance has it', async () => {
  const name = { DBParameterGroupName: 'mine' };
  await rds.ask('CreateDBParameterGroup', PARAMETER_GROUP);
  await expect(rds.ask('CreateDBParameterGroup', PARAMETER_GROUP)).rejects.toMatchObject({
    code: 'DBParameterGroupAlreadyExists',
    message: 'Parameter group mine already exists',
  });
  const found = await rds.ask('DescribeDBParameterGroups');
  expect(textsOf(found, 'DBParameterGroupName')).toEqual(['default.postgres17', 'mine']);
  const orders = rds.directory.require('eu-central-1', 'orders-a');
  orders.change({ parameterGroup: 'mine' });
  await expect(rds.ask('DeleteDBParameterGroup', name)).rejects.toMatchObject({
    code: 'InvalidDBParameterGroupState',
    message:
      'One or more database instances are still members of this parameter group mine, so the group cannot be deleted',
  });
  orders.change({ parameterGroup: 'default.postgres17' });
  await rds.ask('DeleteDBParameterGroup', name);
  await expect(rds.ask('DescribeDBParameterGroups', name)).rejects.toMatchObject({
    code: 'DBParameterGroupNotFound',
    status: 404,
  });
});

test('a subnet group is created once, found, and deleted when no instance stands in it', async () => {
  const name = { DBSubnetGroupName: 'mine' };
  await rds.ask('CreateDBSubnetGroup', SUBNET_GROUP);
  await expect(rds.ask('CreateDBSubnetGroup', SUBNET_GROUP)).rejects.toMatchObject({
    code: 'DBSubnetGroupAlreadyExists',
  });
  expect(textsOf(await rds.ask('DescribeDBSubnetGroups', name), 'SubnetIdentifier')).toEqual([
    'subnet-1',
    'subnet-2',
  ]);
  const orders = rds.directory.require('eu-central-1', 'orders-a');
  orders.change({ subnetGroup: 'mine' });
  await expect(rds.ask('DeleteDBSubnetGroup', name)).rejects.toMatchObject({
    code: 'InvalidDBSubnetGroupStateFault',
    message:
      "Cannot delete the subnet group 'mine' because at least one database instance: orders-a is still using it.",
  });
  orders.change({ subnetGroup: 'default' });
  await rds.ask('DeleteDBSubnetGroup', name);
  await expect(rds.ask('DescribeDBSubnetGroups', name)).rejects.toMatchObject({
    code: 'DBSubnetGroupNotFoundFault',
    status: 404,
  });
});

test('the default groups stay', async () => {
  const parameter = { DBParameterGroupName: 'default.postgres17' };
  await expect(rds.ask('DeleteDBParameterGroup', parameter)).rejects.toMatchObject({
    code: 'InvalidDBParameterGroupState',
  });
  await expect(rds.ask('DeleteDBSubnetGroup', { DBSubnetGroupName: 'default' })).rejects.toMatchObject({
    code: 'InvalidDBSubnetGroupStateFault',
  });
});

test('one subnet covers too few zones, and another engine’s family is none here', async () => {
  const { 'SubnetIds.SubnetIdentifier.2': second, ...one } = SUBNET_GROUP;
  expect(second).toBe('subnet-2');
  await expect(rds.ask('CreateDBSubnetGroup', one)).rejects.toMatchObject({
    code: 'DBSubnetGroupDoesNotCoverEnoughAZs',
    message:
      "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: eu-central-1a. Add subnets to cover at least 2 AZs.",
  });
  const mysql = { ...PARAMETER_GROUP, DBParameterGroupFamily: 'mysql8.0' };
  await expect(rds.ask('CreateDBParameterGroup', mysql)).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('option groups are found by name, with the engine that they are of', async () => {
  const all = await rds.ask('DescribeOptionGroups');
  expect(textsOf(all, 'OptionGroupName')).toEqual(['default:postgres-17']);
  expect(textsOf(all, 'EngineName')).toEqual(['postgres']);
  await expect(rds.ask('DescribeOptionGroups', { OptionGroupName: 'other' })).rejects.toMatchObject({
    code: 'OptionGroupNotFoundFault',
    status: 404,
  });
});

test('quotas of the account have what is in use in the region, and what AWS allows', async () => {
  const xml = await rds.ask('DescribeAccountAttributes');
  const names = textsOf(xml, 'AccountQuotaName');
  const of = (name: string) => {
    const index = names.indexOf(name);
    return [textsOf(xml, 'Used')[index], textsOf(xml, 'Max')[index]];
  };
  expect(of('DBInstances')).toEqual(['1', '40']);
  expect(of('AllocatedStorage')).toEqual(['20', '100000']);
  await rds.ask('CreateDBSubnetGroup', SUBNET_GROUP);
  expect(textsOf(await rds.ask('DescribeAccountAttributes'), 'Used')[names.indexOf('DBSubnetGroups')]).toBe(
    '2',
  );
});
