import { AwsError } from '../../wire/aws-error.ts';
import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { InstanceConfig } from '../../sandbox-config.ts';
import { FIXED_SETTINGS } from '../fixed-settings.ts';
import { identifierOf, instanceClassOf, retentionOf, storageOf } from '../instance-parameters.ts';
import {
  DEFAULT_PARAMETER_GROUP,
  DEFAULT_SUBNET_GROUP,
  type InstanceSettings,
} from '../instance-settings.ts';
import { optionGroupOf, securityGroupsOf } from '../network-parameters.ts';
import { invalidValue } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { tagsOf } from '../tags.ts';

/** Creates an instance with a server of its own: PostgreSQL 17, whatever class and storage are asked for. */
export const createDbInstance: RdsOperation = {
  parameters: [
    'AllocatedStorage',
    'BackupRetentionPeriod',
    'DBInstanceClass',
    'DBInstanceIdentifier',
    'DBName',
    'DBParameterGroupName',
    'DBSubnetGroupName',
    'DeletionProtection',
    'Engine',
    'EngineVersion',
    'MasterUserPassword',
    'MasterUsername',
    'Tags',
  ],
  fixed: FIXED_SETTINGS,
  async run(call) {
    if (!call.parameters.has('AllocatedStorage'))
      throw invalidValue('The parameter AllocatedStorage must be provided and must not be null.');
    const order = { config: configOf(call), settings: settingsOf(call, DEFAULTS) };
    refuseTaken(call, order.config.id);
    const instance = await call.provider.create(order);
    return [renderDbInstance(instance, call.directory)];
  },
};

/** @throws AwsError DBInstanceAlreadyExists */
export function refuseTaken({ region, directory }: RdsCall, id: string): void {
  if (directory.inRegion(region).some((one) => one.config.id.toLowerCase() === id))
    throw new AwsError('DBInstanceAlreadyExists', 'DB instance already exists');
}

const DEFAULTS: CreationDefaults = {
  instanceClass: 'db.t4g.micro',
  allocatedStorage: 20,
  backupRetentionPeriod: 1,
  parameterGroup: DEFAULT_PARAMETER_GROUP,
  subnetGroup: DEFAULT_SUBNET_GROUP,
};

/** What holds where a request says nothing. */
export type CreationDefaults = Pick<
  InstanceSettings,
  'instanceClass' | 'allocatedStorage' | 'backupRetentionPeriod' | 'parameterGroup' | 'subnetGroup'
>;

/** What every kind of creation may say of an instance. */
export function settingsOf(call: RdsCall, defaults: CreationDefaults): InstanceSettings {
  const { region, parameters, groups } = call;
  const parameterGroup = parameters.get('DBParameterGroupName') ?? defaults.parameterGroup;
  const subnetGroup = parameters.get('DBSubnetGroupName') ?? defaults.subnetGroup;
  return {
    instanceClass: instanceClassOf(parameters) ?? defaults.instanceClass,
    allocatedStorage: storageOf(parameters) ?? defaults.allocatedStorage,
    backupRetentionPeriod: retentionOf(parameters) ?? defaults.backupRetentionPeriod,
    deletionProtection: booleanParameter(parameters, 'DeletionProtection') ?? false,
    parameterGroup: groups.requireParameterGroup(region, parameterGroup).name,
    subnetGroup: groups.requireSubnetGroup(region, subnetGroup).name,
    securityGroups: securityGroupsOf(call),
    optionGroup: optionGroupOf(call),
    kmsKey: undefined,
    pointInTime: parameters.has('BackupRetentionPeriod'),
    tags: tagsOf(parameters),
    pending: {},
  };
}

function configOf({ region, parameters }: RdsCall): InstanceConfig {
  requiredParameter(parameters, 'DBInstanceClass');
  checkEngine(parameters);
  return {
    id: identifierOf(requiredParameter(parameters, 'DBInstanceIdentifier')),
    region,
    database: nameOf(parameters.get('DBName') ?? 'postgres', 'DBName'),
    masterUser: nameOf(requiredParameter(parameters, 'MasterUsername'), 'MasterUsername'),
    masterPassword: passwordOf(requiredParameter(parameters, 'MasterUserPassword')),
    parameters: {},
    loginRoles: [],
    initSql: [],
    tags: {},
  };
}

/** @throws AwsError for another engine or version than the one that is served */
export function checkEngine(parameters: URLSearchParams): void {
  const engine = requiredParameter(parameters, 'Engine');
  const version = parameters.get('EngineVersion') ?? '17.10';
  if (engine !== 'postgres') throw invalidValue(`Invalid DB engine: ${engine}`);
  if (version === '17' || version === '17.10') return;
  throw new AwsError('InvalidParameterCombination', `Cannot find version ${version} for postgres`);
}

/** Names that PostgreSQL or RDS keep for themselves. */
const RESERVED = ['admin', 'rdsadmin', 'rdsrepladmin', 'rds_superuser', 'postgres_fdw'];

function nameOf(text: string, parameter: string): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/.test(text)) throw invalidValue(`Invalid ${parameter}: ${text}`);
  if (!RESERVED.includes(text.toLowerCase()) && !text.toLowerCase().startsWith('pg_')) return text;
  throw invalidValue(`${parameter} ${text} cannot be used as it is a reserved word used by the engine`);
}

function passwordOf(text: string): string {
  if (text.length < 8)
    throw invalidValue(
      'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.',
    );
  if (text.length > 128)
    throw invalidValue(
      'The parameter MasterUserPassword is not a valid password because it is longer than 128 characters.',
    );
  if (/^[ -~]+$/.test(text) && !/[/@" ]/.test(text)) return text;
  throw invalidValue(
    "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
  );
}
