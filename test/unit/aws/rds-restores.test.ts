import { RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { makeRdsRestores } from '../../../lib/aws/rds-restores.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', instance: 'orders-restored' };
const NETWORK = {
  subnetGroup: 'isolated',
  securityGroups: ['sg-0123abcd'],
  parameterGroup: 'restored',
  optionGroup: 'default:postgres-17',
};
const ORDER = { ...REF, run: 'run-1', network: NETWORK, deletionProtection: true, tags: { plan: 'orders' } };
const AT = 1_767_236_645_678_000;

const RESTORED = {
  DBInstanceIdentifier: 'orders-restored',
  DBInstanceStatus: 'creating',
  TagList: [{ Key: 'muster:run', Value: 'run-1' }],
};
const refused = (name: string, message?: string) =>
  Object.assign(sdkError(name, message), { $fault: 'client' });

function makeRestores(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const restores = makeRdsRestores((region) => sending(new RDSClient({ region }), send));
  return { asked, restores };
}
const pointInTime = (...answers: readonly unknown[]) =>
  makeRestores(...answers).restores.restoreToPointInTime({ instance: 'orders-west', at: AT }, ORDER);

describe('restores', () => {
  it('make an instance of a snapshot, isolated, protected, and tagged with the run', async () => {
    const { asked, restores } = makeRestores({ DBInstance: RESTORED });
    await expect(restores.restoreSnapshot('nightly', ORDER)).resolves.toEqual({
      ...REF,
      status: 'creating',
      source: null,
      host: '',
      port: 0,
      tags: { 'muster:run': 'run-1' },
      securityGroups: [],
    });
    const input = {
      DBInstanceIdentifier: 'orders-restored',
      DBSnapshotIdentifier: 'nightly',
      DBSubnetGroupName: 'isolated',
      VpcSecurityGroupIds: ['sg-0123abcd'],
      DBParameterGroupName: 'restored',
      OptionGroupName: 'default:postgres-17',
      PubliclyAccessible: false,
      DeletionProtection: true,
      Tags: [
        { Key: 'plan', Value: 'orders' },
        { Key: 'muster:run', Value: 'run-1' },
      ],
    };
    expect(asked).toEqual([{ command: 'RestoreDBInstanceFromDBSnapshotCommand', input }]);
  });

  it('make an instance of another one as it was at a time', async () => {
    const { asked, restores } = makeRestores({ DBInstance: RESTORED });
    await restores.restoreToPointInTime({ instance: 'orders-west', at: AT }, { ...ORDER, network: null });
    expect(asked).toMatchObject([
      {
        command: 'RestoreDBInstanceToPointInTimeCommand',
        input: {
          SourceDBInstanceIdentifier: 'orders-west',
          TargetDBInstanceIdentifier: 'orders-restored',
          RestoreTime: new Date('2026-01-01T03:04:05.678Z'),
        },
      },
    ]);
    expect(asked[0]?.input).not.toHaveProperty('DBSubnetGroupName');
  });

  it('that were made already count as made by the run whose tag they have, and by no other', async () => {
    const taken = refused('DBInstanceAlreadyExistsFault');
    await expect(pointInTime(taken, { DBInstances: [RESTORED] })).resolves.toMatchObject(REF);
    await expect(pointInTime(taken, { DBInstances: [{ ...RESTORED, TagList: [] }] })).rejects.toMatchObject({
      name: 'RestoreRefused',
      message:
        'orders-restored in eu-west-1: saw an instance of that name of no run; expected none, or that of run run-1',
    });
  });

  it.each([
    ['InvalidRestoreFault', 'no', 'PointInTimeOutOfRange'],
    ['PointInTimeRestoreNotEnabledFault', 'no', 'PointInTimeOutOfRange'],
    [
      'InvalidParameterValue',
      'The specified instance cannot be restored to a time later than 2026-01-01.',
      'PointInTimeOutOfRange',
    ],
    ['InvalidParameterValue', 'Invalid security group', 'RestoreRefused'],
    ['DBSubnetGroupNotFoundFault', 'no', 'RestoreRefused'],
    ['DBSnapshotNotFoundFault', 'no', 'SnapshotMissing'],
  ])('fail of %s, "%s", as %s', async (name, message, failure) => {
    const cause = refused(name, message);
    await expect(pointInTime(cause)).rejects.toMatchObject({ name: failure, seen: message, cause });
  });

  it('name the times that can be had, and none where no backup is active yet', async () => {
    const window = { EarliestTime: new Date('2026-01-01T00:00:00Z'), LatestTime: new Date(AT / 1000) };
    const active = { DBInstanceAutomatedBackups: [{ Status: 'active', RestoreWindow: window }] };
    await expect(makeRestores(active).restores.restorable(REF)).resolves.toEqual({
      earliest: 1_767_225_600_000_000,
      latest: AT,
    });
    for (const answer of [
      { DBInstanceAutomatedBackups: [{ Status: 'creating' }] },
      { DBInstanceAutomatedBackups: [] },
      refused('DBInstanceAutomatedBackupNotFoundFault'),
    ])
      await expect(makeRestores(answer).restores.restorable(REF)).resolves.toBeNull();
  });
});

describe('what was restored', () => {
  const remove = (...answers: readonly unknown[]) => {
    const { asked, restores } = makeRestores(...answers);
    const removed = restores.remove({ ...REF, run: 'run-1' });
    return removed.then(() => asked.map(({ command }) => command));
  };

  it('is removed without its protection and without a last snapshot', async () => {
    expect(await remove({ DBInstances: [{ ...RESTORED, DeletionProtection: true }] })).toEqual([
      'DescribeDBInstancesCommand',
      'ModifyDBInstanceCommand',
      'DeleteDBInstanceCommand',
    ]);
  });

  it('is left alone when it goes or has gone', async () => {
    const going = { DBInstances: [{ ...RESTORED, DBInstanceStatus: 'deleting' }] };
    expect(await remove(going)).toEqual(['DescribeDBInstancesCommand']);
    expect(await remove(refused('DBInstanceNotFoundFault'))).toEqual(['DescribeDBInstancesCommand']);
    const busy = refused('InvalidDBInstanceStateFault', 'already being deleted');
    expect(await remove({ DBInstances: [RESTORED] }, busy, going)).toHaveLength(3);
    await expect(
      remove({ DBInstances: [RESTORED] }, busy, { DBInstances: [RESTORED] }),
    ).rejects.toMatchObject({ name: 'RestoreRefused', seen: 'already being deleted' });
  });

  it('is told from what the run did not make, which stays', async () => {
    const { asked, restores } = makeRestores({ DBInstances: [{ ...RESTORED, TagList: [] }] });
    await expect(restores.remove({ ...REF, run: 'run-1' })).rejects.toMatchObject({
      name: 'RestoreRefused',
      message:
        'orders-restored in eu-west-1: saw an instance of no run; expected one that run run-1 has restored',
    });
    expect(asked).toHaveLength(1);
  });
});
