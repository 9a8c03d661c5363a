import { requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { identifierOf } from '../instance-parameters.ts';
import { invalidState, invalidValue } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { refuseTaken, settingsOf } from './create-db-instance.ts';

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
  ],
  async run(call) {
    const id = identifierOf(requiredParameter(call.parameters, 'DBInstanceIdentifier'));
    const source = sourceOf(call);
    refuseTaken(call, id);
    const { region } = call;
    const { id: sourceId, region: sourceRegion } = source.config;
    const config = { ...source.config, id, region, source: { id: sourceId, region: sourceRegion }, tags: {} };
    const settings = { ...settingsOf(call), allocatedStorage: source.settings.allocatedStorage };
    const instance = await call.provider.create({ config, settings });
    return [renderDbInstance(instance, call.directory)];
  },
};

function sourceOf({ region, parameters, directory }: RdsCall): DatabaseInstance {
  const name = requiredParameter(parameters, 'SourceDBInstanceIdentifier');
  const [, , , from = ''] = name.split(':');
  const source = directory.require(from === '' ? region : from, name);
  if (from !== '' && from === region)
    throw invalidValue(
      'SourceDBInstanceIdentifier must be an identifier, not an ARN, for a source in the same region.',
    );
  if (source.isReplica) throw invalidState('This sandbox makes no replica of a replica.');
  if (source.settings.backupRetentionPeriod === 0)
    throw invalidState(
      'Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.',
    );
  if (source.status === 'available' && source.running) return source;
  throw invalidState(`Instance ${source.config.id} is not in available state (${source.status}).`);
}
