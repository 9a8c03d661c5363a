import { AwsError } from '../../wire/aws-error.ts';
import type { DatabaseGroupConfig } from '../../sandbox-config.ts';
import { DEFAULT_PARAMETER_GROUP, DEFAULT_SUBNET_GROUP } from '../instance-settings.ts';
import { DEFAULT_OPTION_GROUP } from '../network-parameters.ts';

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
  /** Names: PostgreSQL has no options. */
  optionGroups(region: string): readonly string[];
  addParameterGroup(group: ParameterGroup): void;
  addSubnetGroup(group: SubnetGroup): void;
  removeParameterGroup(group: ParameterGroup): void;
  removeSubnetGroup(group: SubnetGroup): void;
  /** @throws AwsError DBParameterGroupNotFound */
  requireParameterGroup(region: string, name: string): ParameterGroup;
  /** @throws AwsError DBSubnetGroupNotFoundFault */
  requireSubnetGroup(region: string, name: string): SubnetGroup;
  /** Its name. @throws AwsError OptionGroupNotFoundFault */
  requireOptionGroup(region: string, name: string): string;
  /** Whether the sandbox was started with a security group of that name. */
  hasSecurityGroup(region: string, name: string): boolean;
}

export function makeGroups(
  regions: readonly string[],
  configured: readonly DatabaseGroupConfig[] = [],
): Groups {
  const all = [...regions.flatMap(defaultGroups), ...configured];
  const of = (kind: DatabaseGroupConfig['kind']) => all.filter((group) => group.kind === kind);
  const parameterGroups = of('parameter').map(parameterGroup);
  const subnetGroups = of('subnet').map(subnetGroup);
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
    ...namesOnly(of('option'), of('security')),
  };
}

/** Groups of which nobody asks more than whether they are there. */
function namesOnly(
  options: readonly Named[],
  securities: readonly Named[],
): Pick<Groups, 'optionGroups' | 'requireOptionGroup' | 'hasSecurityGroup'> {
  return {
    optionGroups: (region) => within(options, region).map(({ name }) => name.toLowerCase()),
    requireOptionGroup(region, name) {
      const found = find(options, { region, name });
      if (found) return found.name;
      throw new AwsError('OptionGroupNotFoundFault', `Specified OptionGroupName: ${name} not found.`, 404);
    },
    hasSecurityGroup: (region, name) => find(securities, { region, name }) !== undefined,
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
  return within(groups, region).find((one) => one.name.toLowerCase() === name.toLowerCase());
}

function defaultGroups(region: string): DatabaseGroupConfig[] {
  return [
    { region, kind: 'parameter', name: DEFAULT_PARAMETER_GROUP },
    { region, kind: 'subnet', name: DEFAULT_SUBNET_GROUP },
    { region, kind: 'option', name: DEFAULT_OPTION_GROUP },
  ];
}

function parameterGroup({ region, name }: Named): ParameterGroup {
  const isDefault = name === DEFAULT_PARAMETER_GROUP;
  const description = isDefault ? 'Default parameter group for postgres17' : 'of the sandbox';
  return { region, name: name.toLowerCase(), family: 'postgres17', description };
}

function subnetGroup({ region, name }: Named): SubnetGroup {
  const description = name === DEFAULT_SUBNET_GROUP ? 'default' : 'of the sandbox';
  return { region, name: name.toLowerCase(), description, subnets: ['subnet-a', 'subnet-b'] };
}
