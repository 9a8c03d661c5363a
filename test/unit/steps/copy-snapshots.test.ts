import { expect, test } from 'vitest';
import { makeCopySnapshots } from '../../../lib/steps/copy-snapshots.ts';
import { backupEvent, backupInput, makeBackupWorld, seen, SNAPSHOT } from '../../fakes/backup-run.ts';

const taken = { AwaitSnapshots: { databases: [seen()] } };
const event = backupEvent('CopySnapshots', taken);

test('the recovery region is asked for the copy, under a key of its own', async () => {
  const world = makeBackupWorld();
  const { outcome } = await makeCopySnapshots(world)(event);
  expect(outcome).toMatchObject({
    databases: [
      {
        id: 'orders',
        region: 'eu-west-1',
        snapshot: SNAPSHOT,
        kmsKey: 'arn:aws:kms:eu-west-1:111122223333:alias/muster-backups',
      },
    ],
  });
  expect(world.record.written[0]?.data).toEqual({
    copies: [
      {
        source: `arn:aws:rds:eu-north-1:111122223333:snapshot:${SNAPSHOT}`,
        region: 'eu-west-1',
        snapshot: SNAPSHOT,
        kmsKey: 'alias/muster-backups',
      },
    ],
  });
});

test('without a key in the plan the copy is as the snapshot is', async () => {
  const world = makeBackupWorld();
  const run = backupInput({ kmsKey: null });
  const { outcome } = await makeCopySnapshots(world)(backupEvent('CopySnapshots', taken, { run }));
  expect(outcome).toMatchObject({ databases: [{ kmsKey: null }] });
});

test('asked for twice, there is one copy', async () => {
  const world = makeBackupWorld();
  const step = makeCopySnapshots(world);
  await step(event);
  await step({ ...event, attempt: 1 });
  expect(world.snapshots.present()).toEqual([`eu-west-1/${SNAPSHOT}`]);
});
