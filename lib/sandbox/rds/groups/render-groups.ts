import { element, elements, type Xml } from '../../wire/xml.ts';
import type { ParameterGroup, SubnetGroup } from './groups.ts';

export function renderParameterGroup(group: ParameterGroup, account: string): Xml {
  const { name, family, description, region } = group;
  return element(
    'DBParameterGroup',
    elements({
      DBParameterGroupName: name,
      DBParameterGroupFamily: family,
      Description: description,
      DBParameterGroupArn: `arn:aws:rds:${region}:${account}:pg:${name}`,
    }),
  );
}

/** Subnets stand in turn in the region's zones: which they are in is not simulated. */
export function renderSubnetGroup(group: SubnetGroup, account?: string): Xml {
  const { name, description, subnets, region } = group;
  const zone = (index: number) => `${region}${'abc'.charAt(index % 3)}`;
  const rendered = subnets.map((subnet, index) =>
    element(
      'Subnet',
      elements({
        SubnetIdentifier: subnet,
        SubnetAvailabilityZone: elements({ Name: zone(index) }),
        SubnetStatus: 'Active',
      }),
    ),
  );
  return element(
    'DBSubnetGroup',
    elements({
      DBSubnetGroupName: name,
      DBSubnetGroupDescription: description,
      SubnetGroupStatus: 'Complete',
      Subnets: rendered,
      DBSubnetGroupArn: account && `arn:aws:rds:${region}:${account}:subgrp:${name}`,
    }),
  );
}
