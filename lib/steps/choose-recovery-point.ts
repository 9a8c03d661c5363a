import { BACKUP_TAGS } from '../domain/backup/backup-keys.ts';
import type { CatalogueEntry } from '../domain/backup/catalogue-entry.ts';
import { BackupMissing, BackupUnusable, PointInTimeOutOfRange } from '../domain/failure.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { RecoveryPoint } from '../domain/record/restore-outcomes.ts';
import { recoveryTarget } from '../domain/restore/recovery-target.ts';
import { restoredName } from '../domain/restore/restored-name.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import { RestoreInput, type RestoreSource } from '../domain/run/restore-input.ts';
import type { InstanceRef } from '../ports/databases.ts';
import type { Objects } from '../ports/objects.ts';
import type { Restores } from '../ports/restores.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { readCatalogue } from './step/catalogue.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface ChooseRecoveryPointPorts extends StepPorts {
  readonly objects: Objects;
  readonly snapshots: Snapshots;
  readonly restores: Restores;
}

/** Automated backups that were turned on a moment ago have their first one soon. */
const FIRST_BACKUP_MS = 20_000;
const POLL_MS = 250;

/**
 * Says of every database what is restored, and into which instance. A backup is looked at where it lies: what is gone,
 * or is of another plan, is found before anything is made.
 * @throws BackupMissing, BackupUnusable, SnapshotMissing, PointInTimeOutOfRange, ThrottledUnknown, RegionUnreachable
 */
export function makeChooseRecoveryPoint(ports: ChooseRecoveryPointPorts) {
  return makeStep(ports, {
    state: 'ChooseRecoveryPoint',
    input: RestoreInput,
    act: async ({ run }) => ({
      databases: await Promise.all(
        run.databases.map((database) =>
          run.source.kind === 'point-in-time'
            ? atPointInTime(ports, run, { database, source: run.source })
            : fromBackup(ports, run, { database, source: run.source }),
        ),
      ),
    }),
  });
}

type BackupSource = Exclude<RestoreSource, { kind: 'point-in-time' }>;
type PointInTime = Extract<RestoreSource, { kind: 'point-in-time' }>;

interface Wanted<S> {
  readonly database: RunDatabase;
  readonly source: S;
}

async function fromBackup(
  { objects, snapshots }: ChooseRecoveryPointPorts,
  run: RestoreInput,
  { database: { id }, source }: Wanted<BackupSource>,
): Promise<RecoveryPoint> {
  const known = await readCatalogue(objects, run.plan.name, id);
  const entry = chosen(known, source, id);
  const { region, snapshot } = entry.copy;
  const subject = `backup ${entry.run} of ${id}`;
  const found = await snapshots.describe({ region, snapshot });
  const [plan, database] = [found.tags[BACKUP_TAGS.plan], found.tags[BACKUP_TAGS.database]];
  if (plan !== run.plan.name || database !== id)
    throw new BackupUnusable({
      subject,
      seen: `a snapshot of ${plan ?? 'no plan'}, database ${database ?? 'none'}`,
      limit: `one of ${run.plan.name}, database ${id}`,
    });
  if (found.status !== 'available')
    throw new BackupUnusable({ subject, seen: `a snapshot that is ${found.status}`, limit: 'available' });
  const newerFailed = known
    .filter(({ state, takenAt }) => state === 'failed' && takenAt > entry.takenAt)
    .map(({ run: name, defects }) => ({ run: name, defects }));
  return { id, region, instance: restoredName(id, run.run), from: { kind: 'backup', entry, newerFailed } };
}

function chosen(known: readonly CatalogueEntry[], source: BackupSource, id: string): CatalogueEntry {
  const isNewest = source.kind === 'newest-backup';
  const entry = known.find(({ state, run }) => (isNewest ? state === 'good' : run === source.run));
  const subject = `the catalogue of ${id}`;
  if (!entry)
    throw new BackupMissing({
      subject,
      seen: `${known.length} backups, and none ${isNewest ? 'that is good' : `of run ${source.run}`}`,
      limit: `a backup that can be restored: a backup drill makes one`,
    });
  if (entry.state === 'good') return entry;
  const seen = [`backup ${entry.run}, ${entry.state}`, ...entry.defects].join('; ');
  throw new BackupUnusable({ subject, seen, limit: 'a good backup' });
}

/** A point in time is restored where its source stands. */
async function atPointInTime(
  ports: ChooseRecoveryPointPorts,
  run: RestoreInput,
  { database: { id, primary }, source }: Wanted<PointInTime>,
): Promise<RecoveryPoint> {
  const window = await windowOf(ports, primary);
  const now = ports.clock.now();
  const { target } = source;
  const wished = 'at' in target ? parseInstant(target.at) : Math.round(now - target.beforeSeconds * 1e6);
  const chosenTarget = recoveryTarget(wished, { source, window, now });
  const [earliest, latest] = [formatInstant(window.earliest), formatInstant(window.latest)];
  if (chosenTarget.kind === 'out')
    throw new PointInTimeOutOfRange({
      subject: `${primary.instance} in ${primary.region}`,
      seen: `${formatInstant(wished)}: ${chosenTarget.reason}`,
      limit: `a moment from ${earliest} on, which backups reach`,
    });
  const from = {
    kind: 'point-in-time',
    source: primary,
    wished: formatInstant(wished),
    at: chosenTarget.kind === 'at' ? formatInstant(chosenTarget.at) : null,
    window: { earliest, latest },
  } as const;
  return { id, region: primary.region, instance: restoredName(id, run.run), from };
}

async function windowOf({ restores, clock }: ChooseRecoveryPointPorts, primary: InstanceRef) {
  const window = await lookUntil(clock, {
    look: () => restores.restorable(primary),
    enough: (seen) => seen !== null,
    deadline: clock.now() + FIRST_BACKUP_MS * 1000,
    everyMs: POLL_MS,
  });
  if (window) return window;
  const subject = `${primary.instance} in ${primary.region}`;
  throw new PointInTimeOutOfRange({ subject, seen: 'no automated backup', limit: 'automated backups' });
}
