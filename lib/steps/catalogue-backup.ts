import { backupDefects } from '../domain/backup/backup-defects.ts';
import { backupKeys } from '../domain/backup/backup-keys.ts';
import type { CatalogueEntry } from '../domain/backup/catalogue-entry.ts';
import { copyDefects } from '../domain/backup/copy-defects.ts';
import { manifestSummary } from '../domain/backup/manifest-summary.ts';
import { ObjectMissing } from '../domain/failure.ts';
import { parseInstant, secondsBetween } from '../domain/instant.ts';
import { BackupManifest } from '../domain/manifest/backup-manifest.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Objects } from '../ports/objects.ts';
import { readCatalogue, writeEntry } from './step/catalogue.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface CatalogueBackupPorts extends StepPorts {
  readonly objects: Objects;
}

type Context = StepContext<BackupInput>;

/** So many good backups before are a history. */
const HISTORY = 30;

/**
 * Enters every database's backup into the plan's catalogue: from then on it may be restored. One that holds nothing, is
 * of another system than those before it, or whose copy is not as ordered, is entered as failed and stands for no backup. Idempotent: it writes the
 * same entry again.
 * @throws ObjectMissing when a manifest is gone
 */
export function makeCatalogueBackup(ports: CatalogueBackupPorts) {
  return makeStep(ports, {
    state: 'CatalogueBackup',
    input: BackupInput,
    intent: ({ run }) => ({ databases: run.databases.map(({ id }) => id) }),
    act: async (context) => {
      const entries = [];
      const history = [];
      for (const { id } of context.run.databases) {
        const known = await readCatalogue(ports.objects, context.run.plan.name, id);
        const before = known.filter(({ run, defects }) => run !== context.run.run && defects.length === 0);
        const entry = await entryOf(ports.objects, context, { id, before });
        await context.stillOwner();
        await writeEntry(ports.objects, entry);
        entries.push(entry);
        history.push(...before.slice(0, HISTORY));
      }
      return { entries, history };
    },
  });
}

interface Known {
  readonly id: string;
  readonly before: readonly CatalogueEntry[];
}

async function entryOf(
  objects: Objects,
  { run, seen }: Context,
  { id, before }: Known,
): Promise<CatalogueEntry> {
  const summary = manifestSummary(
    await readManifest(objects, backupKeys.manifest(run.plan.name, id, run.run)),
  );
  const ordered = only(seen('TakeSnapshots').databases, id);
  const source = only(seen('AwaitSnapshots').databases, id);
  const copy = only(seen('AwaitCopies').databases, id);
  const ofCopy = copyDefects(run, source, copy).map((defect) => `its copy ${defect}`);
  const defects = [...backupDefects(summary, before), ...ofCopy];
  return {
    schemaVersion: SCHEMA_VERSION,
    plan: run.plan.name,
    database: id,
    run: run.run,
    state: defects.length === 0 ? 'good' : 'failed',
    defects,
    takenAt: source.takenAt ?? ordered.seenAt,
    copiedAt: copy.seenAt,
    source: { region: source.region, snapshot: source.snapshot },
    copy: { region: copy.region, snapshot: copy.snapshot },
    ...summary,
    durationSeconds: secondsBetween(parseInstant(ordered.seenAt), parseInstant(copy.seenAt)),
  };
}

function only<T extends { readonly id: string }>(databases: readonly T[], id: string): T {
  const found = databases.find((database) => database.id === id);
  if (!found) throw new RangeError(`database ${id} of the plan has no snapshot in this run`);
  return found;
}

async function readManifest(objects: Objects, key: string): Promise<BackupManifest> {
  const stored = await objects.get(key);
  if (!stored)
    throw new ObjectMissing({ subject: key, seen: 'no such object', limit: 'the manifest of the backup' });
  return BackupManifest.parse(JSON.parse(stored.text));
}
