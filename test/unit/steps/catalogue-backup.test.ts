import { expect, test } from 'vitest';
import { CatalogueEntry } from '../../../lib/domain/backup/catalogue-entry.ts';
import { makeCatalogueBackup } from '../../../lib/steps/catalogue-backup.ts';
import { makeCloseManifest } from '../../../lib/steps/close-manifest.ts';
import { makeOpenManifest } from '../../../lib/steps/open-manifest.ts';
import { backupEvent, entry, makeBackupWorld, seen, SNAPSHOT } from '../../fakes/backup-run.ts';
import { makeFakeContents, restingDatabase } from '../../fakes/fake-contents.ts';

const kmsKey = 'arn:aws:kms:eu-west-1:000000000000:key/1';
const copy = seen({ region: 'eu-west-1', kmsKey, seenAt: '2026-03-01T12:01:02.000000Z' });
const event = backupEvent('CatalogueBackup', {
  TakeSnapshots: { databases: [seen({ status: 'creating' })] },
  AwaitSnapshots: { databases: [seen()] },
  AwaitCopies: { databases: [copy] },
});

async function withManifest(rows: number, before: readonly CatalogueEntry[] = []) {
  const texts = Object.fromEntries(
    before.map((one) => [`backups/orders/orders/${one.run}.json`, JSON.stringify(one)]),
  );
  const contents = makeFakeContents({ '10.0.0.1': restingDatabase(undefined, rows).primary });
  const world = { ...makeBackupWorld({}, texts), contents };
  await makeOpenManifest(world)(backupEvent('OpenManifest'));
  await makeCloseManifest(world)(backupEvent('CloseManifest'));
  return world;
}

const storedEntry = ({ objects }: Awaited<ReturnType<typeof withManifest>>) =>
  CatalogueEntry.parse(JSON.parse(objects.stored()['backups/orders/orders/run-1.json'] ?? ''));

test('a backup that holds something is good from now on, with what it holds and how long it took', async () => {
  const world = await withManifest(40);
  const step = makeCatalogueBackup(world);
  await step(event);
  expect(storedEntry(world)).toMatchObject({
    state: 'good',
    defects: [],
    takenAt: '2026-03-01T12:00:01.000000Z',
    copy: { region: 'eu-west-1', snapshot: SNAPSHOT },
    systemIdentifier: '7',
    tables: 1,
    rows: 40,
    provenRows: 40,
    durationSeconds: 60,
  });
  const first = storedEntry(world);
  await step({ ...event, attempt: 1 });
  expect(storedEntry(world)).toEqual(first);
});

test('an empty backup is a failed backup', async () => {
  const world = await withManifest(0, [entry(24, { systemIdentifier: '7' })]);
  const { outcome } = await makeCatalogueBackup(world)(event);
  expect(storedEntry(world)).toMatchObject({
    state: 'failed',
    defects: ['its tables are empty', 'the one before it held 5000 rows'],
  });
  expect(outcome).toMatchObject({ entries: [{ state: 'failed' }], history: [{ run: 'run-before-24' }] });
});

test('a backup whose copy is not as ordered is none, and expires nothing before it', async () => {
  const world = await withManifest(40);
  const AwaitCopies = { databases: [{ ...copy, allocatedGiB: 1 }] };
  await makeCatalogueBackup(world)({ ...event, outcomes: { ...event.outcomes, AwaitCopies } });
  expect(storedEntry(world)).toMatchObject({
    state: 'failed',
    defects: [expect.stringMatching(/^its copy has 1 GiB, its source \d+$/)],
  });
});

test('a backup of another system than those before it is none', async () => {
  const world = await withManifest(40, [entry(24)]);
  await makeCatalogueBackup(world)(event);
  expect(storedEntry(world).defects).toEqual([
    'it is of system 7; the one before it is of 7000000000000000001',
  ]);
});
