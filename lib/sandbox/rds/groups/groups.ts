import { AwsError } from '../../wire/aws-error.ts';
import { DEFAULT_PARAMETER_GROUP, DEFAULT_SUBNET_GROUP } from '../instance-settings.ts';

export interface ParameterGroup {
  readonly region: string;
  readonly name: string;
  readonly family: string;
  readonly description: string;
}

export interface SubnetGroup {
  readonly region: string;
  readonly name: string;
  readonly description: string;
  readonly subnets: readonly string[];
}

/** Parameter and subnet groups of all regions; each region has the default ones. Names are kept in lower case. */
export interface Groups {
  parameterGroups(region: string): readonly ParameterGroup[];
  subnetGroups(region: string): readonly SubnetGroup[];
  addParameterGroup(group: ParameterGroup): void;
  addSubnetGroup(group: SubnetGroup): void;
  removeParameterGroup(group: ParameterGroup): void;
  removeSubnetGroup(group: SubnetGroup): void;
  /** @throws AwsError DBParameterGroupNotFound */
  requireParameterGroup(region: string, name: string): ParameterGroup;
  /** @throws AwsError DBSubnetGroupNotFoundFault */
  requireSubnetGroup(region: string, name: string): SubnetGroup;
}

export function makeGroups(regions: readonly string[]): Groups {
  const parameterGroups: ParameterGroup[] = regions.map(defaultParameterGroup);
  const subnetGroups: SubnetGroup[] = regions.map(defaultSubnetGroup);
  return {
    parameterGroups: (region) => within(parameterGroups, region),
    subnetGroups: (region) => within(subnetGroups, region),
    addParameterGroup(group) {
      if (find(parameterGroups, group))
        throw new AwsError('DBParameterGroupAlreadyExists', `Parameter group ${group.name} already exists`);
      parameterGroups.push(group);
    },
    addSubnetGroup(group) {
      if (find(subnetGroups, group))
        throw new AwsError(
          'DBSubnetGroupAlreadyExists',
          `The DB subnet group '${group.name}' already exists.`,
        );
      subnetGroups.push(group);
    },
    removeParameterGroup: (group) => remove(parameterGroups, group),
    removeSubnetGroup: (group) => remove(subnetGroups, group),
    requireParameterGroup(region, name) {
      const found = find(parameterGroups, { region, name });
      if (found) return found;
      throw new AwsError('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`, 404);
    },
    requireSubnetGroup(region, name) {
      const found = find(subnetGroups, { region, name });
      if (found) return found;
      throw new AwsError('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, 404);
    },
  };
}

interface Named {
  readonly region: string;
  readonly name: string;
}

function remove<T>(groups: T[], group: T): void {
  groups.splice(groups.indexOf(group), 1);
}

function within<T extends Named>(groups: readonly T[], region: string): readonly T[] {
  return groups.filter((one) => one.region === region);
}

function find<T extends Named>(groups: readonly T[], { region, name }: Named): T | undefined {
  return within(groups, region).find((one) => one.name === name.toLowerCase());
}

function defaultParameterGroup(region: string): ParameterGroup {
  const description = 'Default parameter group for postgres17';
  return { region, name: DEFAULT_PARAMETER_GROUP, family: 'postgres17', description };
}

function defaultSubnetGroup(region: string): SubnetGroup {
  return { region, name: DEFAULT_SUBNET_GROUP, description: 'default', subnets: ['subnet-a', 'subnet-b'] };
}
