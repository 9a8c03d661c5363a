import { AwsError } from '../../wire/aws-error.ts';
import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { identifierOf } from '../instance-parameters.ts';
import { checkEngine, refuseTaken } from '../operations/create-db-instance.ts';
import { invalidCombination, invalidState, invalidValue } from '../rds-errors.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { RESTORE_FIXED, RESTORE_PARAMETERS, restoredSettings } from './restored-settings.ts';

/** Creates an instance as another one of the region was at a time, by its automated backup and its archive of WAL. */
export const restoreDbInstanceToPointInTime: RdsOperation = {
  parameters: [
    'RestoreTime',
    'SourceDBInstanceIdentifier',
    'TargetDBInstanceIdentifier',
    'UseLatestRestorableTime',
    ...RESTORE_PARAMETERS,
  ],
  fixed: RESTORE_FIXED,
  async run(call) {
    const { parameters, region, directory } = call;
    const id = identifierOf(requiredParameter(parameters, 'TargetDBInstanceIdentifier'));
    const source = directory.require(region, requiredParameter(parameters, 'SourceDBInstanceIdentifier'));
    refuseTaken(call, id);
    if (parameters.has('Engine')) checkEngine(parameters);
    const at = timeOf(parameters, source);
    const config = { ...source.config, id, source: undefined, tags: {} };
    const settings = { ...restoredSettings(call, source.settings), kmsKey: source.settings.kmsKey };
    const instance = await call.provider.create({
      config,
      settings,
      from: { kind: 'point-in-time', source, at },
    });
    return [renderDbInstance(instance, directory)];
  },
};

/** The time that is wanted, within what can be had. What AWS says of neither or both could not be found. */
function timeOf(parameters: URLSearchParams, source: DatabaseInstance): Date {
  const text = parameters.get('RestoreTime');
  const wantsLatest = booleanParameter(parameters, 'UseLatestRestorableTime') ?? false;
  if (wantsLatest === (text !== null))
    throw invalidCombination('Exactly one of RestoreTime and UseLatestRestorableTime must be specified.');
  const { earliest, latest } = restorableOf(source);
  const at = text === null ? latest : new Date(text);
  if (Number.isNaN(at.getTime())) throw invalidValue(`Invalid value for parameter RestoreTime: ${text}`);
  if (at > latest)
    throw invalidValue(
      `The specified instance cannot be restored to a time later than ${latest.toISOString()}.`,
    );
  if (at >= earliest) return at;
  throw invalidValue(
    `The specified instance cannot be restored to a time earlier than ${earliest.toISOString()} because its backup retention period is set to ${source.settings.backupRetentionPeriod} days.`,
  );
}

function restorableOf({ config, settings, restorable }: DatabaseInstance) {
  if (!settings.pointInTime || settings.backupRetentionPeriod === 0)
    throw new AwsError(
      'PointInTimeRestoreNotEnabled',
      `Point in time restore is not enabled for the instance ${config.id}.`,
    );
  if (restorable) return restorable;
  throw invalidState(`The instance ${config.id} has no automated backup yet.`);
}
