import { describe, expect, test } from 'vitest';
import { backupKeys } from '../../../lib/domain/backup/backup-keys.ts';
import type { CatalogueEntry } from '../../../lib/domain/backup/catalogue-entry.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import { makeChooseRecoveryPoint } from '../../../lib/steps/choose-recovery-point.ts';
import { entry } from '../../fakes/backup-run.ts';
import { makeFakeRestores } from '../../fakes/fake-restores.ts';
import { makeFakeSnapshots, snapshotOf } from '../../fakes/fake-snapshots.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { POINT_IN_TIME, restoreEvent } from '../../fakes/restore-run.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const TAGS = { 'muster:plan': 'orders', 'muster:database': 'orders' };

function world(known: readonly CatalogueEntry[], tags: Readonly<Record<string, string>> = TAGS) {
  const texts = Object.fromEntries(
    known.map((one) => [backupKeys.entry('orders', 'orders', one.run), JSON.stringify(one)]),
  );
  const before = known.map(({ copy }) => snapshotOf(copy, { tags }));
  return {
    ...makeStepWorld({ texts }),
    snapshots: makeFakeSnapshots([], { before }),
    restores: makeFakeRestores(),
  };
}

const choose = (ports: ReturnType<typeof world>, event = restoreEvent('ChooseRecoveryPoint')) =>
  ports.clock.drive(makeChooseRecoveryPoint(ports)(event));

describe('a backup', () => {
  test('that is the newest good one is chosen, and newer ones that are none are named', async () => {
    const empty = entry(1, { state: 'failed', defects: ['its tables are empty'] });
    await expect(choose(world([entry(3), entry(2), empty]))).resolves.toMatchObject({
      outcome: {
        databases: [
          {
            instance: 'muster-orders-run-1',
            from: {
              entry: { run: 'run-before-2' },
              newerFailed: [{ run: 'run-before-1', defects: ['its tables are empty'] }],
            },
          },
        ],
      },
    });
  });

  test('that is chosen and empty is refused with its defect', async () => {
    const empty = entry(1, { state: 'failed', defects: ['its tables are empty'] });
    const event = restoreEvent(
      'ChooseRecoveryPoint',
      {},
      { source: { kind: 'chosen-backup', run: empty.run } },
    );
    await expect(choose(world([entry(2), empty]), event)).rejects.toMatchObject({
      name: 'BackupUnusable',
      message:
        'the catalogue of orders: saw backup run-before-1, failed; its tables are empty; expected a good backup',
    });
  });

  test('of another plan is named before anything is made', async () => {
    const other = { 'muster:plan': 'billing', 'muster:database': 'ledger' };
    await expect(choose(world([entry(1)], other))).rejects.toMatchObject({
      name: 'BackupUnusable',
      seen: 'a snapshot of billing, database ledger',
    });
  });

  test('that nobody made is missing', async () => {
    await expect(choose(world([]))).rejects.toMatchObject({ name: 'BackupMissing' });
  });
});

describe('a point in time', () => {
  const event = restoreEvent('ChooseRecoveryPoint', {}, { source: POINT_IN_TIME });
  const reaching = (earliest: number) => ({
    ...world([]),
    restores: makeFakeRestores([], { window: { earliest, latest: NOON - 1_000_000 } }),
  });

  test('within what backups reach is taken as it is', async () => {
    await expect(choose(reaching(NOON - 3600e6), event)).resolves.toMatchObject({
      outcome: { databases: [{ region: 'eu-north-1', from: { at: formatInstant(NOON - 60e6) } }] },
    });
  });

  test('of a system that is younger is laid between rows that are to be written', async () => {
    await expect(choose(reaching(NOON - 5e6), event)).resolves.toMatchObject({
      outcome: { databases: [{ from: { at: null, wished: formatInstant(NOON - 60e6) } }] },
    });
  });

  test.each([
    ['before the first moment', '2026-03-01T11:00:00.000000Z', /it is before the first moment/],
    ['to come', '2026-03-01T13:00:00.000000Z', /it has not come yet/],
  ])('%s is out of range', async (_, at, words) => {
    const source = { kind: 'point-in-time', target: { at }, orLater: false } as const;
    const wished = restoreEvent('ChooseRecoveryPoint', {}, { source });
    await expect(choose(reaching(NOON - 5e6), wished)).rejects.toMatchObject({
      name: 'PointInTimeOutOfRange',
      message: expect.stringMatching(words),
    });
  });

  test('without automated backups there is none', async () => {
    await expect(choose(world([]), event)).rejects.toMatchObject({ seen: 'no automated backup' });
  });
});
