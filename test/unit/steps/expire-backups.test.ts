import { expect, test } from 'vitest';
import { CatalogueEntry } from '../../../lib/domain/backup/catalogue-entry.ts';
import { makeExpireBackups } from '../../../lib/steps/expire-backups.ts';
import { backupEvent, entry, makeBackupWorld } from '../../fakes/backup-run.ts';
import { snapshotOf } from '../../fakes/fake-snapshots.ts';

const event = backupEvent('ExpireBackups');
const keyOf = ({ run }: CatalogueEntry) => `backups/orders/orders/${run}.json`;

function standing(entries: readonly CatalogueEntry[]) {
  const texts = Object.fromEntries(entries.map((one) => [keyOf(one), JSON.stringify(one)]));
  const before = entries.flatMap(({ source, copy }) => [snapshotOf(source), snapshotOf(copy)]);
  return makeBackupWorld({ before }, texts);
}

const stateIn = (world: ReturnType<typeof standing>, one: CatalogueEntry) =>
  CatalogueEntry.parse(JSON.parse(world.objects.stored()[keyOf(one)] ?? '')).state;

test('what the policy keeps no longer is removed in both regions, and nothing else', async () => {
  const [newest, older, oldest] = [entry(0), entry(1), entry(2)];
  const world = standing([newest, older, oldest]);
  const { outcome } = await makeExpireBackups(world)(event);
  expect(outcome).toEqual({
    databases: [
      {
        id: 'orders',
        kept: [
          {
            run: newest.run,
            takenAt: newest.takenAt,
            reasons: ['hourly 2026-03-01T13+01:00', 'the last good one'],
          },
          { run: older.run, takenAt: older.takenAt, reasons: ['hourly 2026-03-01T12+01:00'] },
        ],
        expired: [{ run: oldest.run, takenAt: oldest.takenAt }],
        left: [],
      },
    ],
  });
  expect(world.snapshots.present().filter((name) => name.includes(oldest.run))).toEqual([]);
  expect(world.snapshots.present()).toHaveLength(4);
  expect([newest, older, oldest].map((one) => stateIn(world, one))).toEqual(['good', 'good', 'removed']);
});

test('the last good backup stays, however many bad ones came after it', async () => {
  const good = entry(9);
  const bad = [entry(0, { state: 'failed' }), entry(1, { state: 'failed' }), entry(2, { state: 'failed' })];
  const world = standing([good, ...bad]);
  const run = { ...event.run, retain: { hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } };
  await makeExpireBackups(world)({ ...event, run });
  expect(stateIn(world, good)).toBe('good');
});

test('what could not be removed is named, and removed by the next backup', async () => {
  const oldest = entry(2);
  const world = standing([entry(0), entry(1), oldest]);
  const refusing = { ...world.snapshots, remove: () => Promise.reject(new Error('it is being copied')) };
  const { outcome } = await makeExpireBackups({ ...world, snapshots: refusing })(event);
  expect(outcome).toMatchObject({
    databases: [{ left: [{ run: oldest.run, reason: 'it is being copied' }, { run: oldest.run }] }],
  });
  expect(stateIn(world, oldest)).toBe('expired');
  const again = await makeExpireBackups(world)({ ...event, attempt: 1 });
  expect(again.outcome).toMatchObject({ databases: [{ left: [], expired: [] }] });
  expect(stateIn(world, oldest)).toBe('removed');
});
