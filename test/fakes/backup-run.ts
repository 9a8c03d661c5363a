import type { CatalogueEntry } from '../../lib/domain/backup/catalogue-entry.ts';
import { RUN_TAG } from '../../lib/domain/run/resource-tags.ts';
import { BackupInput } from '../../lib/domain/run/backup-input.ts';
import type { SeenSnapshot } from '../../lib/domain/record/backup-outcomes.ts';
import type { StepEvent } from '../../lib/steps/step/step-event.ts';
import { makeFakeSnapshots } from './fake-snapshots.ts';
import { runInput } from './run-input.ts';
import { stepEvent } from './step-event.ts';
import { makeStepWorld } from './step-world.ts';

export const SNAPSHOT = 'muster-orders-run-1';

/** The input of a backup of the database that the failover's fixtures have. */
export function backupInput(overrides: Partial<BackupInput> = {}): BackupInput {
  return BackupInput.parse({
    ...runInput(),
    kind: 'backup',
    buckets: [],
    retain: { hourly: 2, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    timeZone: 'Europe/Berlin',
    kmsKey: 'alias/muster-backups',
    maxSizeDeviationPercent: 50,
    rowsPerRange: 10_000,
    ...overrides,
  });
}

export function backupEvent(
  state: string,
  outcomes: StepEvent['outcomes'] = {},
  overrides: Partial<StepEvent> = {},
): StepEvent {
  const event = stepEvent(state, {}, { run: backupInput(), ...overrides });
  return { ...event, outcomes: { ...event.outcomes, ...outcomes } };
}

/** The world of the steps, with snapshots over the same journal. */
export function makeBackupWorld(
  snapshots: Parameters<typeof makeFakeSnapshots>[1] = {},
  texts: Record<string, string> = {},
) {
  const world = makeStepWorld({ texts });
  return { ...world, snapshots: makeFakeSnapshots(world.journal, snapshots) };
}

/** The run's snapshot of its database as the record has it. */
export function seen(other: Partial<SeenSnapshot> = {}): SeenSnapshot {
  return {
    id: 'orders',
    region: 'eu-north-1',
    snapshot: SNAPSHOT,
    arn: `arn:aws:rds:eu-north-1:111122223333:snapshot:${SNAPSHOT}`,
    status: 'available',
    percent: 100,
    takenAt: '2026-03-01T12:00:01.000000Z',
    kmsKey: null,
    allocatedGiB: 20,
    tags: { 'muster:plan': 'orders', 'muster:database': 'orders', [RUN_TAG]: 'run-1' },
    seenAt: '2026-03-01T12:00:02.000000Z',
    ...other,
  };
}

/** A good backup of an earlier run, taken so many hours before noon. */
export function entry(hoursAgo: number, other: Partial<CatalogueEntry> = {}): CatalogueEntry {
  const run = `run-before-${hoursAgo}`;
  const takenAt = new Date(Date.parse('2026-03-01T12:00:00Z') - hoursAgo * 3_600_000).toISOString();
  return {
    schemaVersion: 1,
    plan: 'orders',
    database: 'orders',
    run,
    state: 'good',
    defects: [],
    takenAt: takenAt.replace('Z', '000Z'),
    copiedAt: takenAt.replace('Z', '000Z'),
    source: { region: 'eu-north-1', snapshot: `muster-orders-${run}` },
    copy: { region: 'eu-west-1', snapshot: `muster-orders-${run}` },
    systemIdentifier: '7000000000000000001',
    engineVersion: '17.6',
    sizeBytes: 8_000_000,
    tables: 3,
    rows: 5_000,
    provenRows: 4_990,
    durationSeconds: 60,
    ...other,
  };
}
