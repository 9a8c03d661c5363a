import { expect, test } from 'vitest';
import { makeAwaitSnapshots } from '../../../lib/steps/await-snapshots.ts';
import { backupEvent, makeBackupWorld, seen, SNAPSHOT } from '../../fakes/backup-run.ts';
import { snapshotOf } from '../../fakes/fake-snapshots.ts';

const event = backupEvent('AwaitSnapshots', { TakeSnapshots: { databases: [seen({ status: 'creating' })] } });
const standing = (status: string, percent: number) =>
  makeBackupWorld({
    before: [snapshotOf({ region: 'eu-north-1', snapshot: SNAPSHOT }, { status, percent })],
  });

test('a snapshot that is available is answered as it was seen, twice the same', async () => {
  const world = standing('available', 100);
  const step = makeAwaitSnapshots(world);
  const { outcome } = await step(event);
  expect(outcome).toMatchObject({ databases: [{ id: 'orders', status: 'available', percent: 100 }] });
  await expect(step({ ...event, attempt: 1 })).resolves.toMatchObject({ outcome });
});

test('one that is still being made is pending, and says how far it is', async () => {
  const world = standing('creating', 40);
  await expect(world.clock.drive(makeAwaitSnapshots(world)(event))).rejects.toMatchObject({
    name: 'SnapshotPending',
    message: `snapshot ${SNAPSHOT} in eu-north-1: saw creating, 40 per cent; expected available`,
  });
});

test('one that failed never becomes available', async () => {
  await expect(makeAwaitSnapshots(standing('failed', 0))(event)).rejects.toMatchObject({
    name: 'SnapshotFailed',
  });
});

test('one that is gone is missing', async () => {
  await expect(makeAwaitSnapshots(makeBackupWorld())(event)).rejects.toMatchObject({
    name: 'SnapshotMissing',
  });
});
