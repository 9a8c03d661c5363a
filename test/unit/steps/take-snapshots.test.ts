import { expect, test } from 'vitest';
import { makeTakeSnapshots } from '../../../lib/steps/take-snapshots.ts';
import { backupEvent, makeBackupWorld, seen, SNAPSHOT } from '../../fakes/backup-run.ts';
import { superseded } from '../../fakes/step-world.ts';

const NAME = `eu-north-1/${SNAPSHOT}`;

test('a snapshot is asked for under the name of the run, once it is on record that it will be', async () => {
  const world = makeBackupWorld();
  const { outcome } = await makeTakeSnapshots(world)(backupEvent('TakeSnapshots'));
  expect(outcome).toEqual({ databases: [seen({ seenAt: '2026-03-01T12:00:00.000000Z' })] });
  expect(world.journal.indexOf('record.append TakeSnapshots/0/intent')).toBeLessThan(
    world.journal.indexOf(`snapshots.create ${NAME}`),
  );
});

test('asked for twice, there is one snapshot', async () => {
  const world = makeBackupWorld();
  const step = makeTakeSnapshots(world);
  await step(backupEvent('TakeSnapshots'));
  await step(backupEvent('TakeSnapshots', {}, { attempt: 1 }));
  expect(world.snapshots.present()).toEqual([NAME]);
});

test('a run that lost its lock takes none', async () => {
  const world = makeBackupWorld();
  const late = { ...superseded(world), snapshots: world.snapshots };
  await expect(makeTakeSnapshots(late)(backupEvent('TakeSnapshots'))).rejects.toMatchObject({
    name: 'GenerationSuperseded',
  });
  expect(world.snapshots.present()).toEqual([]);
});
