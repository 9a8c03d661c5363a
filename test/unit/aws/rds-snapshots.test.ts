import { RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { makeRdsSnapshots } from '../../../lib/aws/rds-snapshots.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', snapshot: 'nightly' };
const ORDER = { ...REF, instance: 'orders-west', run: 'run-1', tags: { plan: 'orders' } };
const ARN = 'arn:aws:rds:eu-central-1:1:snapshot:nightly';
const COPY = { ...ORDER, source: { region: 'eu-central-1', arn: ARN }, kmsKey: 'alias/muster-backups' };

const DESCRIBED = {
  DBSnapshotIdentifier: 'nightly',
  DBSnapshotArn: ARN,
  DBInstanceIdentifier: 'orders-west',
  Status: 'available',
  PercentProgress: 100,
  SnapshotCreateTime: new Date('2026-01-02T03:04:05.678Z'),
  OriginalSnapshotCreateTime: new Date('2026-01-01T03:04:05.678Z'),
  KmsKeyId: 'arn:aws:kms:eu-west-1:1:key/2',
  AllocatedStorage: 20,
  TagList: [{ Key: 'muster:run', Value: 'run-1' }],
};

const refused = (name: string, message?: string) =>
  Object.assign(sdkError(name, message), { $fault: 'client' });
const TAKEN = refused('DBSnapshotAlreadyExistsFault');

function makeSnapshots(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const regions: string[] = [];
  const snapshots = makeRdsSnapshots((region) => {
    regions.push(region);
    return sending(new RDSClient({ region }), send);
  });
  return { asked, regions, snapshots };
}

describe('snapshots of managed databases', () => {
  it('are described in words of the domain', async () => {
    const { snapshots } = makeSnapshots({ DBSnapshots: [DESCRIBED] });
    await expect(snapshots.describe(REF)).resolves.toEqual({
      ...REF,
      arn: ARN,
      instance: 'orders-west',
      status: 'available',
      percent: 100,
      createdAt: 1_767_323_045_678_000,
      takenAt: 1_767_236_645_678_000,
      kmsKey: 'arn:aws:kms:eu-west-1:1:key/2',
      allocatedGiB: 20,
      tags: { 'muster:run': 'run-1' },
    });
  });

  it('are missing where the region knows none of the name', async () => {
    const { snapshots } = makeSnapshots(refused('DBSnapshotNotFoundFault'));
    await expect(snapshots.describe(REF)).rejects.toMatchObject({
      name: 'SnapshotMissing',
      message: 'RDS in eu-west-1: saw no snapshot nightly; expected the snapshot that was asked for',
    });
  });

  it('are listed by their instance, page by page', async () => {
    const { asked, snapshots } = makeSnapshots(
      { DBSnapshots: [DESCRIBED], Marker: 'next' },
      { DBSnapshots: [{ ...DESCRIBED, DBSnapshotIdentifier: 'other' }] },
    );
    const listed = await snapshots.list('eu-west-1', 'orders-west');
    expect(listed.map(({ snapshot }) => snapshot)).toEqual(['nightly', 'other']);
    const wanted = { DBInstanceIdentifier: 'orders-west', SnapshotType: 'manual' };
    expect(asked.map(({ input }) => input)).toMatchObject([wanted, { ...wanted, Marker: 'next' }]);
  });

  it('carry the run that asked for them, and are asked for again after a failure that says nothing', async () => {
    const { asked, snapshots } = makeSnapshots(sdkError('Throttling'), { DBSnapshot: DESCRIBED });
    await expect(snapshots.create(ORDER)).resolves.toMatchObject({ status: 'available' });
    const input = {
      DBInstanceIdentifier: 'orders-west',
      DBSnapshotIdentifier: 'nightly',
      Tags: [
        { Key: 'plan', Value: 'orders' },
        { Key: 'muster:run', Value: 'run-1' },
      ],
    };
    const command = 'CreateDBSnapshotCommand';
    expect(asked).toEqual([
      { command, input },
      { command, input },
    ]);
  });

  it('that are there already count as made by the run whose tag they have, and by no other', async () => {
    const own = makeSnapshots(TAKEN, { DBSnapshots: [DESCRIBED] });
    await expect(own.snapshots.create(ORDER)).resolves.toMatchObject({ snapshot: 'nightly' });
    const other = makeSnapshots(TAKEN, { DBSnapshots: [DESCRIBED] });
    await expect(other.snapshots.copy({ ...COPY, run: 'run-2' })).rejects.toMatchObject({
      name: 'SnapshotRefused',
      message:
        'snapshot nightly in eu-west-1: saw a snapshot of that name of run run-1; expected none, or that of run run-2',
      cause: TAKEN,
    });
  });

  it('are copied where the copy is wanted, under a key of that region and with their tags', async () => {
    const { asked, regions, snapshots } = makeSnapshots({ DBSnapshot: DESCRIBED });
    await snapshots.copy(COPY);
    expect(regions).toEqual(['eu-west-1']);
    expect(asked).toMatchObject([
      {
        command: 'CopyDBSnapshotCommand',
        input: {
          SourceDBSnapshotIdentifier: ARN,
          TargetDBSnapshotIdentifier: 'nightly',
          SourceRegion: 'eu-central-1',
          KmsKeyId: 'alias/muster-backups',
          CopyTags: true,
        },
      },
    ]);
  });

  it('name no region to presign for, and no key, where neither is wanted', async () => {
    const { asked, snapshots } = makeSnapshots({ DBSnapshot: DESCRIBED });
    await snapshots.copy({ ...COPY, source: { region: 'eu-west-1', arn: ARN }, kmsKey: null });
    expect(Object.keys(Object(asked[0]?.input))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(SourceRegion|KmsKeyId)$/)]),
    );
  });

  it.each([
    ['SnapshotQuotaExceededFault', 'SnapshotRefused'],
    ['InvalidDBInstanceStateFault', 'SnapshotRefused'],
    ['KMSKeyNotAccessibleFault', 'SnapshotRefused'],
    ['DBSnapshotNotFoundFault', 'SnapshotMissing'],
  ])('fail of %s as %s', async (name, failure) => {
    const cause = refused(name, 'as RDS words it');
    await expect(makeSnapshots(cause).snapshots.copy(COPY)).rejects.toMatchObject({
      name: failure,
      seen: 'as RDS words it',
      cause,
    });
  });

  it('are unreachable with their region', async () => {
    const { snapshots } = makeSnapshots(sdkError('TimeoutError'));
    await expect(snapshots.create(ORDER)).rejects.toMatchObject({ name: 'RegionUnreachable' });
  });

  it('are removed once, and refuse it while they are being made', async () => {
    await expect(
      makeSnapshots(refused('DBSnapshotNotFoundFault')).snapshots.remove(REF),
    ).resolves.toBeUndefined();
    const busy = makeSnapshots(refused('InvalidDBSnapshotStateFault', 'not available'));
    await expect(busy.snapshots.remove(REF)).rejects.toMatchObject({ name: 'SnapshotRefused' });
  });
});
