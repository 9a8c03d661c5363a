import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RDS_OPERATIONS } from '../../lib/sandbox/rds/rds-operations.ts';
import { type AwsCommand, awsCommand } from './aws-command.ts';
import { hasClients } from './client-environment.ts';
import { ACCOUNT, PRIMARY, RECOVERY } from './clients-config.ts';
import { notDone } from './not-done.ts';

const SOURCE = `arn:aws:rds:${PRIMARY}:${ACCOUNT}:db:orders-a`;
const MADE = ['--db-instance-identifier', 'made'];
const COPY = ['--db-instance-identifier', 'orders-c'];

describe.skipIf(!hasClients())('RDS by the AWS CLI', () => {
  let aws: AwsCommand;
  const rds = (operation: string, ...args: string[]) => aws('rds', operation, ...args);
  const statusOf = async (id: string) => {
    const listed = await rds('describe-db-instances', '--filters', `Name=db-instance-id,Values=${id}`);
    return String(Object(Object(listed['DBInstances'])[0])['DBInstanceStatus'] ?? 'gone');
  };
  const until = (id: string, status: string) =>
    expect.poll(() => statusOf(id), { interval: 200 }).toBe(status);

  beforeAll(() => void (aws = awsCommand()));
  afterAll(() => aws?.end());

  test('an instance is created, changed, rebooted, stopped, started and deleted', async () => {
    await rds(
      'create-db-parameter-group',
      '--db-parameter-group-name',
      'mine',
      '--db-parameter-group-family',
      'postgres17',
      '--description',
      'mine',
    );
    await rds(
      'create-db-subnet-group',
      '--db-subnet-group-name',
      'mine',
      '--db-subnet-group-description',
      'mine',
      '--subnet-ids',
      'subnet-1',
      'subnet-2',
    );
    expect(
      (await rds('describe-db-parameter-groups', '--db-parameter-group-name', 'mine'))['DBParameterGroups'],
    ).toHaveLength(1);
    expect(
      (await rds('describe-db-subnet-groups', '--db-subnet-group-name', 'mine'))['DBSubnetGroups'],
    ).toHaveLength(1);
    expect(
      (await rds('describe-option-groups', '--option-group-name', 'default:postgres-17'))['OptionGroupsList'],
    ).not.toEqual([]);
    expect((await rds('describe-account-attributes'))['AccountQuotas']).not.toEqual([]);
    const made = await rds(
      'create-db-instance',
      ...MADE,
      '--engine',
      'postgres',
      '--db-instance-class',
      'db.t4g.micro',
      '--allocated-storage',
      '20',
      '--master-username',
      'owner',
      '--master-user-password',
      'not a secret'.replaceAll(' ', '-'),
      '--db-parameter-group-name',
      'mine',
    );
    expect(made).toMatchObject({ DBInstance: { DBInstanceStatus: 'creating' } });
    await until('made', 'available');
    const arn = `arn:aws:rds:${RECOVERY}:${ACCOUNT}:db:made`;
    await rds('add-tags-to-resource', '--resource-name', arn, '--tags', 'Key=run,Value=7');
    expect(await rds('list-tags-for-resource', '--resource-name', arn)).toEqual({
      TagList: [{ Key: 'run', Value: '7' }],
    });
    await rds('remove-tags-from-resource', '--resource-name', arn, '--tag-keys', 'run');
    await rds('modify-db-instance', ...MADE, '--allocated-storage', '30', '--apply-immediately');
    await until('made', 'available');
    expect(await rds('reboot-db-instance', ...MADE)).toMatchObject({
      DBInstance: { DBInstanceStatus: 'rebooting' },
    });
    await until('made', 'available');
    expect(await rds('stop-db-instance', ...MADE)).toMatchObject({
      DBInstance: { DBInstanceStatus: 'stopping' },
    });
    await until('made', 'stopped');
    expect(await rds('start-db-instance', ...MADE)).toMatchObject({
      DBInstance: { DBInstanceStatus: 'starting' },
    });
    await until('made', 'available');
    expect((await aws.refused('rds', 'delete-db-instance', ...MADE)).message).toBe(
      'An error occurred (InvalidParameterCombination) when calling the DeleteDBInstance operation: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    );
    await rds('delete-db-instance', ...MADE, '--final-db-snapshot-identifier', 'last');
    await until('made', 'gone');
    await rds('delete-db-parameter-group', '--db-parameter-group-name', 'mine');
    await rds('delete-db-subnet-group', '--db-subnet-group-name', 'mine');
    const events = JSON.stringify(
      await rds('describe-events', '--source-type', 'db-instance', '--source-identifier', 'made'),
    );
    expect(events).toContain('DB instance created');
    expect(events).toContain('DB instance deleted');
  });

  test('a replica is made of an instance in the other region, and promoted', async () => {
    await rds(
      'create-db-instance-read-replica',
      ...COPY,
      '--source-db-instance-identifier',
      SOURCE,
      '--source-region',
      PRIMARY,
    );
    await until('orders-c', 'available');
    expect(JSON.stringify(await rds('describe-db-instances', ...COPY))).toContain(SOURCE);
    await rds('promote-read-replica', ...COPY);
    await expect
      .poll(async () => JSON.stringify(await rds('describe-db-instances', ...COPY)), {
        interval: 200,
      })
      .not.toContain('ReadReplicaSource');
    await until('orders-c', 'available');
    await rds('delete-db-instance', ...COPY, '--skip-final-snapshot');
    await until('orders-c', 'gone');
  });

  test('an instance is restored from a snapshot of one that is gone', async () => {
    const last = ['--db-snapshot-identifier', 'last'];
    expect(await rds('describe-db-snapshots', ...last)).toMatchObject({
      DBSnapshots: [{ Status: 'available', PercentProgress: 100, DBInstanceIdentifier: 'made' }],
    });
    await rds('restore-db-instance-from-db-snapshot', '--db-instance-identifier', 'again', ...last);
    await until('again', 'available');
    await rds(
      'create-db-snapshot',
      '--db-instance-identifier',
      'again',
      '--db-snapshot-identifier',
      'second',
    );
    const second = async () =>
      JSON.stringify(await rds('describe-db-snapshots', '--db-snapshot-identifier', 'second'));
    await expect.poll(second, { interval: 200 }).toContain('"available"');
    await rds(
      'copy-db-snapshot',
      '--source-db-snapshot-identifier',
      'second',
      '--target-db-snapshot-identifier',
      'third',
      '--kms-key-id',
      'alias/muster',
      '--copy-tags',
    );
    const third = async () =>
      JSON.stringify(await rds('describe-db-snapshots', '--db-snapshot-identifier', 'third'));
    await expect.poll(third, { interval: 200 }).toContain('"available"');
    expect(await third()).toContain('"Encrypted":true');
    await restoredTo('again', 'earlier');
    for (const id of ['again', 'earlier'])
      await rds('delete-db-instance', '--db-instance-identifier', id, '--skip-final-snapshot');
    for (const id of ['last', 'second', 'third'])
      await rds('delete-db-snapshot', '--db-snapshot-identifier', id);
    expect((await aws.refused('rds', 'describe-db-snapshots', ...last)).message).toBe(
      'An error occurred (DBSnapshotNotFound) when calling the DescribeDBSnapshots operation: DBSnapshot not found: last',
    );
    for (const id of ['again', 'earlier']) await until(id, 'gone');
  });

  /** Its latest restorable time, once it keeps backups. */
  async function restoredTo(source: string, target: string): Promise<void> {
    const from = ['--db-instance-identifier', source];
    await rds('modify-db-instance', ...from, '--backup-retention-period', '2');
    await expect
      .poll(async () => JSON.stringify(await rds('describe-db-instances', ...from)), {
        interval: 200,
      })
      .toContain('LatestRestorableTime');
    const backups = await rds('describe-db-instance-automated-backups', ...from);
    expect(JSON.stringify(backups)).toContain('EarliestTime');
    await rds(
      'restore-db-instance-to-point-in-time',
      '--source-db-instance-identifier',
      source,
      '--target-db-instance-identifier',
      target,
      '--use-latest-restorable-time',
    );
    await until(target, 'available');
  }

  test('every operation that is served was asked for', async () => {
    const client = { knows: await aws.operationsOf('rds'), done: aws.done };
    expect(notDone([...RDS_OPERATIONS.keys()], client)).toEqual([]);
  });
});
