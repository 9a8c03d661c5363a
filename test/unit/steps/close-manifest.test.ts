import { expect, test } from 'vitest';
import { BackupManifest } from '../../../lib/domain/manifest/backup-manifest.ts';
import { makeCloseManifest } from '../../../lib/steps/close-manifest.ts';
import { makeOpenManifest } from '../../../lib/steps/open-manifest.ts';
import { backupEvent, makeBackupWorld } from '../../fakes/backup-run.ts';
import { makeFakeContents, restingDatabase } from '../../fakes/fake-contents.ts';

const world = () => ({
  ...makeBackupWorld(),
  contents: makeFakeContents({ '10.0.0.1': restingDatabase().primary }),
});
const event = backupEvent('CloseManifest');

test('both readings make what the backup has to hold, for who restores and for who judges', async () => {
  const ports = world();
  await makeOpenManifest(ports)(backupEvent('OpenManifest'));
  const step = makeCloseManifest(ports);
  await expect(step(event)).resolves.toMatchObject({
    outcome: { databases: [{ id: 'orders', tables: 1, rows: 40 }] },
  });
  const stored = ports.objects.stored();
  const kept = BackupManifest.parse(JSON.parse(stored['manifests/orders/orders/run-1.json'] ?? ''));
  expect(kept.tables[0]?.ranges.every(({ settled }) => settled === null)).toBe(true);
  expect(JSON.parse(stored['runs/run-1/raw/manifest.ndjson/orders.ndjson'] ?? '')).toEqual(kept);
  await expect(step({ ...event, attempt: 1 })).resolves.toMatchObject({
    outcome: { databases: [{ rows: 40 }] },
  });
});

test('without the first reading there is nothing to close', async () => {
  await expect(makeCloseManifest(world())(event)).rejects.toMatchObject({
    name: 'ObjectMissing',
    message: 'runs/run-1/open-manifests/orders.json: saw no such object; expected what OpenManifest has read',
  });
});
