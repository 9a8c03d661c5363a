import type { CatalogueEntry } from '../domain/backup/catalogue-entry.ts';
import { type KeptBackup, retainedBackups } from '../domain/backup/retained-backups.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import type { Objects } from '../ports/objects.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { readCatalogue, writeEntry } from './step/catalogue.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface ExpireBackupsPorts extends StepPorts {
  readonly objects: Objects;
  readonly snapshots: Snapshots;
}

type Context = StepContext<BackupInput>;

/**
 * Removes what the plan's policy keeps no longer, in both regions: snapshots of Muster's own backups and nothing else,
 * never the last good one. An entry says that it has expired before its snapshots go, so that nobody restores what is
 * about to vanish. Idempotent: what could not be removed is named, and removed by the next backup.
 */
export function makeExpireBackups(ports: ExpireBackupsPorts) {
  return makeStep(ports, {
    state: 'ExpireBackups',
    input: BackupInput,
    intent: ({ run }) => ({ databases: run.databases.map(({ id }) => id), retain: run.retain }),
    act: async (context) => {
      const { run } = context;
      const databases = [];
      for (const { id } of run.databases) databases.push(await expire(ports, context, id));
      return { databases };
    },
  });
}

async function expire(ports: ExpireBackupsPorts, context: Context, id: string) {
  const { run } = context;
  const entries = await readCatalogue(ports.objects, run.plan.name, id);
  const { kept, expired } = retainedBackups(entries.flatMap(keptBackup), {
    retain: run.retain,
    zone: run.timeZone,
  });
  const entryOf = (name: string) => entries.find((entry) => entry.run === name);
  // Also what an earlier backup meant to remove and could not.
  const toRemove = entries.filter(({ run: name, state }) => state === 'expired' || expired.includes(name));
  const left = [];
  for (const entry of toRemove) left.push(...(await removeBackup(ports, context, entry)));
  return {
    id,
    kept: kept.map(({ id: name, reasons }) => ({
      run: name,
      takenAt: entryOf(name)?.takenAt ?? '',
      reasons: [...reasons],
    })),
    expired: expired.map((name) => ({ run: name, takenAt: entryOf(name)?.takenAt ?? '' })),
    left,
  };
}

/** Those that the policy decides about: what has expired is decided. */
function keptBackup({ run: id, takenAt, state }: CatalogueEntry): readonly KeptBackup[] {
  return state === 'good' || state === 'failed' ? [{ id, takenAt, state }] : [];
}

async function removeBackup(ports: ExpireBackupsPorts, { stillOwner }: Context, entry: CatalogueEntry) {
  const { objects, snapshots } = ports;
  await stillOwner();
  await writeEntry(objects, { ...entry, state: 'expired' });
  const left = [];
  for (const place of [entry.source, entry.copy]) {
    await stillOwner();
    const reason = await snapshots.remove(place).then(
      () => null,
      (error: Error) => error.message,
    );
    if (reason !== null) left.push({ run: entry.run, reason });
  }
  if (left.length === 0) await writeEntry(objects, { ...entry, state: 'removed' });
  return left;
}
