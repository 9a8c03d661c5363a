import { expect, test } from 'vitest';
import { OpenManifest, rowsBefore } from '../../../lib/domain/manifest/backup-manifest.ts';
import { makeOpenManifest } from '../../../lib/steps/open-manifest.ts';
import { backupEvent, makeBackupWorld } from '../../fakes/backup-run.ts';
import { makeFakeContents, restingDatabase } from '../../fakes/fake-contents.ts';

const KEY = 'runs/run-1/open-manifests/orders.json';
const world = () => ({
  ...makeBackupWorld(),
  contents: makeFakeContents({ '10.0.0.1': restingDatabase().primary }),
});

test('what the primary holds is read where its control plane says that it stands, and kept', async () => {
  const ports = world();
  const step = makeOpenManifest(ports);
  await expect(step(backupEvent('OpenManifest'))).resolves.toMatchObject({
    outcome: { databases: [{ id: 'orders', tables: 1 }] },
  });
  const kept = OpenManifest.parse(JSON.parse(ports.objects.stored()[KEY] ?? ''));
  expect([kept.database, kept.server.database, rowsBefore(kept)]).toEqual(['orders', 'orders', 40]);
  await step(backupEvent('OpenManifest', {}, { attempt: 1 }));
  expect(JSON.parse(ports.objects.stored()[KEY] ?? '')).toEqual(kept);
});

test('a primary that nobody answers for is no manifest', async () => {
  const ports = { ...world(), contents: makeFakeContents({}) };
  await expect(makeOpenManifest(ports)(backupEvent('OpenManifest'))).rejects.toThrow(
    'nobody listens at 10.0.0.1',
  );
});
