import { compareCopy } from '../comparison/compare-copy.ts';
import { backupKeys } from '../domain/backup/backup-keys.ts';
import { ObjectMissing } from '../domain/failure.ts';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { BackupManifest } from '../domain/manifest/backup-manifest.ts';
import type { CopyLine } from '../domain/manifest/copy-line.ts';
import type { RestoredStanding, VerifiedDatabase } from '../domain/record/restore-outcomes.ts';
import { asOperator } from '../domain/run/session-targets.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { DatabaseIntegrity } from '../ports/database-integrity.ts';
import type { Objects } from '../ports/objects.ts';
import type { RecoveryMarkers } from '../ports/recovery-markers.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { ContentSession, TableContents } from '../ports/table-contents.ts';
import { askChecks } from './step/ask-checks.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { CONTENT_LIMITS } from './step/manifest-source.ts';
import { writeRaw } from './step/raw-files.ts';

export interface VerifyRestoredPorts extends StepPorts {
  readonly objects: Objects;
  readonly contents: TableContents;
  readonly integrity: DatabaseIntegrity;
  readonly markers: RecoveryMarkers;
}

/** Of all databases together, well within the time that a function has. */
const CONTENT_WITHIN_MS = 140_000;
const INTEGRITY_WITHIN_MS = 90_000;
const INTEGRITY_LIMITS = { openMs: 5_000, statementMs: 25_000 };

/**
 * Reads every restored copy: first what it holds, against the manifest of its backup, then whether it is in order, for
 * which the server's own tools are installed there. The manifest becomes a raw file of this run too.
 * @throws ObjectMissing when the backup has no manifest
 */
export function makeVerifyRestored(ports: VerifyRestoredPorts) {
  return makeStep(ports, {
    state: 'VerifyRestored',
    input: RestoreInput,
    intent: ({ seen }) => ({
      databases: seen('AwaitRestored').databases.map(({ id, region, instance }) => ({
        id,
        region,
        instance,
      })),
    }),
    act: async (context) => {
      const databases = [];
      for (const standing of context.seen('AwaitRestored').databases)
        databases.push(await verify(ports, context, standing));
      return { databases };
    },
  });
}

type Context = StepContext<RestoreInput>;

async function verify(
  ports: VerifyRestoredPorts,
  context: Context,
  standing: RestoredStanding,
): Promise<VerifiedDatabase> {
  const { id } = standing;
  const { run } = context;
  const database = run.databases.find((one) => one.id === id);
  if (!database) throw new RangeError(`database ${id} is not of this run`);
  const target = asOperator(database, standing);
  const { sizeBytes, rows } = await compare(ports, context, { id, target });
  const newest = await ports.markers.lastBefore(target, AFTER_ALL);
  const markers = await lookForMarkers(ports, context, { id, target });
  const checks = run.checks.filter((check) => check.database === id);
  const limits = { ...INTEGRITY_LIMITS, wholeMs: INTEGRITY_WITHIN_MS / run.databases.length };
  const answers = await askChecks(ports.integrity, { target, limits }, checks);
  const integrity = await ports.integrity.inspect(target, limits);
  return {
    id,
    verifiedAt: formatInstant(ports.clock.now()),
    sizeBytes,
    rows,
    integrity,
    checks: [...answers],
    newestHeartbeat: newest?.sent ?? null,
    markers,
  };
}

/** The last year that an instant can be exact in. */
const AFTER_ALL: Instant = parseInstant('2250-01-01T00:00:00.000000Z');

interface Copy {
  readonly id: string;
  readonly target: SessionTarget;
}

async function compare(ports: VerifyRestoredPorts, context: Context, { id, target }: Copy) {
  const { run } = context;
  const manifest = await manifestOf(ports.objects, context, id);
  const copy = await ports.contents.open(target, CONTENT_LIMITS);
  try {
    const { sizeBytes } = await copy.identity();
    if (!manifest) return { sizeBytes, rows: await estimatedRows(copy) };
    const lines: CopyLine[] = [];
    const deadline = ports.clock.now() + (CONTENT_WITHIN_MS * 1000) / run.databases.length;
    const emit = (line: CopyLine) => void lines.push(line);
    await compareCopy({ clock: ports.clock, deadline, database: id, copy, emit }, manifest);
    await writeRaw(ports.objects, { run: run.run, file: 'copy.ndjson', part: id }, lines);
    await writeRaw(ports.objects, { run: run.run, file: 'manifest.ndjson', part: id }, [manifest]);
    const read = lines.flatMap((line) =>
      line.line === 'copy-range' && 'rows' in line.copy ? [line.copy.rows] : [],
    );
    return { sizeBytes, rows: read.reduce((sum, rows) => sum + rows, 0) };
  } finally {
    copy.close();
  }
}

/** A point in time has no manifest: as many as its tables' statistics say. */
async function estimatedRows(copy: ContentSession): Promise<number> {
  const view = await copy.hold();
  try {
    const { tables } = await view.tables();
    return Math.round(tables.reduce((sum, { estimatedRows: rows }) => sum + (rows ?? 0), 0));
  } finally {
    await view.release();
  }
}

async function manifestOf(
  objects: Objects,
  { run, seen }: Context,
  id: string,
): Promise<BackupManifest | null> {
  const from = seen('ChooseRecoveryPoint').databases.find((point) => point.id === id)?.from;
  if (from?.kind !== 'backup') return null;
  const key = backupKeys.manifest(run.plan.name, id, from.entry.run);
  const stored = await objects.get(key);
  if (!stored)
    throw new ObjectMissing({ subject: key, seen: 'no such object', limit: 'the manifest of the backup' });
  return BackupManifest.parse(JSON.parse(stored.text));
}

async function lookForMarkers({ markers }: VerifyRestoredPorts, { maybe }: Context, { id, target }: Copy) {
  const marked = maybe('WriteMarkers')?.databases.find((one) => one.id === id);
  if (!marked) return null;
  const { before, after } = marked;
  return {
    before: before && (await markers.isThere(target, before)),
    after: await markers.isThere(target, after),
  };
}
