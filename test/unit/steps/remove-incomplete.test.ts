import { expect, test } from 'vitest';
import { RUN_TAG } from '../../../lib/domain/run/resource-tags.ts';
import { makeRemoveIncomplete } from '../../../lib/steps/remove-incomplete.ts';
import { backupEvent, entry, makeBackupWorld, SNAPSHOT } from '../../fakes/backup-run.ts';
import { finishing } from '../../fakes/step-event.ts';
import { superseded } from '../../fakes/step-world.ts';
import { snapshotOf } from '../../fakes/fake-snapshots.ts';

const event = backupEvent('RemoveIncomplete');
const own = (region: string, status = 'available') =>
  snapshotOf({ region, snapshot: SNAPSHOT }, { status, tags: { [RUN_TAG]: 'run-1' } });
const others = snapshotOf({ region: 'eu-north-1', snapshot: 'by-hand' });

test('snapshots of a run that did not come as far as the catalogue are removed, others are not', async () => {
  const world = makeBackupWorld({ before: [own('eu-north-1'), own('eu-west-1'), others] });
  const step = makeRemoveIncomplete(world);
  await expect(step(event)).resolves.toMatchObject({
    outcome: { removed: [`eu-north-1/${SNAPSHOT}`, `eu-west-1/${SNAPSHOT}`], left: [] },
  });
  expect(world.snapshots.present()).toEqual(['eu-north-1/by-hand']);
  await expect(step({ ...event, attempt: 1 })).resolves.toMatchObject({ outcome: { removed: [], left: [] } });
});

test('a backup that is in the catalogue stays', async () => {
  const texts = { 'backups/orders/orders/run-1.json': JSON.stringify(entry(0, { run: 'run-1' })) };
  const world = makeBackupWorld({ before: [own('eu-north-1'), own('eu-west-1')] }, texts);
  await expect(makeRemoveIncomplete(world)(event)).resolves.toMatchObject({ outcome: { removed: [] } });
  expect(world.snapshots.present()).toHaveLength(2);
});

test('a run that a later one has superseded removes nothing; whoever finishes it does', async () => {
  const world = makeBackupWorld({ before: [own('eu-north-1')] });
  const later = { ...world, locks: superseded(world).locks };
  await expect(makeRemoveIncomplete(later)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  expect(world.snapshots.present()).toHaveLength(1);
  await makeRemoveIncomplete(later)(finishing(event));
  expect(world.snapshots.present()).toEqual([]);
});

test('one that is still being made is waited for', async () => {
  const world = makeBackupWorld({ before: [own('eu-north-1', 'creating')] });
  await expect(makeRemoveIncomplete(world)(event)).rejects.toMatchObject({ name: 'SnapshotPending' });
});
