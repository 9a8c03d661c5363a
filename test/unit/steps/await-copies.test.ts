import { expect, test } from 'vitest';
import { makeAwaitCopies } from '../../../lib/steps/await-copies.ts';
import { backupEvent, makeBackupWorld, seen, SNAPSHOT } from '../../fakes/backup-run.ts';
import { snapshotOf } from '../../fakes/fake-snapshots.ts';

const copy = { region: 'eu-west-1', snapshot: SNAPSHOT };
const event = backupEvent('AwaitCopies', {
  CopySnapshots: { databases: [seen({ ...copy, status: 'pending' })] },
});

test('a copy that is available is answered as it was seen, twice the same', async () => {
  const step = makeAwaitCopies(makeBackupWorld({ before: [snapshotOf(copy)] }));
  const { outcome } = await step(event);
  expect(outcome).toMatchObject({ databases: [{ id: 'orders', region: 'eu-west-1', status: 'available' }] });
  await expect(step({ ...event, attempt: 1 })).resolves.toMatchObject({ outcome });
});

test('a copy that waits in the queue of its region is pending', async () => {
  const before = [snapshotOf(copy, { status: 'pending', percent: 0 })];
  const world = makeBackupWorld({ before });
  await expect(world.clock.drive(makeAwaitCopies(world)(event))).rejects.toMatchObject({
    name: 'SnapshotPending',
    message: `snapshot ${SNAPSHOT} in eu-west-1: saw pending, 0 per cent; expected available`,
  });
});
