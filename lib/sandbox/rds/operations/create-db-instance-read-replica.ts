import { requiredParameter } from '../../wire/query-parameters.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { FIXED_SETTINGS } from '../fixed-settings.ts';
import { identifierOf } from '../instance-parameters.ts';
import { DEFAULT_PARAMETER_GROUP, DEFAULT_SUBNET_GROUP } from '../instance-settings.ts';
import { invalidCombination, invalidState, invalidValue, requireAvailable } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { type CreationDefaults, refuseTaken, settingsOf } from './create-db-instance.ts';

/**
 * Creates a replica that streams from its source: in the same region named by its identifier, in another one by its
 * ARN. A presigned URL, which clients send beside a source's region, says nothing more than they do.
 */
export const createDbInstanceReadReplica: RdsOperation = {
  parameters: [
    'DBInstanceClass',
    'DBInstanceIdentifier',
    'DBParameterGroupName',
    'DBSubnetGroupName',
    'DeletionProtection',
    'PreSignedUrl',
    'SourceDBInstanceIdentifier',
    'SourceRegion',
    'Tags',
    'VpcSecurityGroupIds',
  ],
  fixed: FIXED_SETTINGS,
  async run(call) {
    const id = identifierOf(requiredParameter(call.parameters, 'DBInstanceIdentifier'));
    const source = sourceOf(call);
    refuseTaken(call, id);
    const { region } = call;
    const { id: sourceId, region: sourceRegion } = source.config;
    const config = { ...source.config, id, region, source: { id: sourceId, region: sourceRegion }, tags: {} };
    const { kmsKey } = source.settings;
    const settings = { ...settingsOf(call, inherited(source, region)), kmsKey };
    const instance = await call.provider.create({ config, settings });
    return [renderDbInstance(instance, call.directory)];
  },
};

/** A region has its own groups: another one's defaults hold there (API reference, CreateDBInstanceReadReplica). */
function inherited({ settings, config }: DatabaseInstance, region: string): CreationDefaults {
  const kept = { ...settings, backupRetentionPeriod: 1 };
  if (config.region === region) return kept;
  return { ...kept, parameterGroup: DEFAULT_PARAMETER_GROUP, subnetGroup: DEFAULT_SUBNET_GROUP };
}

function sourceOf(call: RdsCall): DatabaseInstance {
  const source = findSource(call);
  if (source.isReplica) throw invalidState('This sandbox makes no replica of a replica.');
  if (source.settings.backupRetentionPeriod === 0)
    throw invalidState(
      'Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.',
    );
  requireAvailable(source);
  // Its key is one of its own region, and KmsKeyId is not served here.
  if (source.settings.kmsKey !== undefined && source.config.region !== call.region)
    throw invalidCombination('Cannot create a cross region unencrypted read replica from encrypted source.');
  return source;
}

function findSource({ region, parameters, directory, provider }: RdsCall): DatabaseInstance {
  const name = requiredParameter(parameters, 'SourceDBInstanceIdentifier');
  const [, , , from = region] = name.split(':');
  if (name.includes(':') && from === region)
    throw invalidValue(
      'SourceDBInstanceIdentifier must be an identifier, not an ARN, for a source in the same region.',
    );
  const found = directory
    .inRegion(from)
    .find(({ config, parts }) => [config.id.toLowerCase(), parts.arn].includes(name.toLowerCase()));
  if (!found)
    throw new AwsError('DBInstanceNotFound', `The source instance could not be found: ${name}`, 404);
  if (from === region || provider.canReach(from)) return found;
  // What AWS says while the other region does not answer is not known.
  throw invalidState(`Instance ${found.config.id} is not in available state.`);
}
