import { compareContents } from '../comparison/compare-contents.ts';
import type { ContentLine } from '../domain/content/content-line.ts';
import { ReplicationCheckInput } from '../domain/run/replication-check-input.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { Objects } from '../ports/objects.ts';
import type { TableContents } from '../ports/table-contents.ts';
import { primaryOf } from './step/primary-session.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { writeRaw } from './step/raw-files.ts';

/** Of all databases together, well within the time that a function has: what is not compared by then is named as such. */
const COMPARE_WITHIN_MS = 240_000;
const LIMITS = { openMs: 5_000, statementMs: 60_000 };

export interface CompareContentsPorts extends StepPorts {
  readonly objects: Objects;
  readonly contents: TableContents;
}

type Context = StepContext<ReplicationCheckInput>;

/**
 * Compares what each primary and its replica hold, one database after the other: reading takes its share of a server.
 * Changes nothing but the run's own lines.
 * @throws ReplicaNotUsable when a primary's region does not answer
 */
export function makeCompareContents(ports: CompareContentsPorts) {
  return makeStep(ports, {
    state: 'CompareContents',
    input: ReplicationCheckInput,
    act: async (context) => {
      const databases = [];
      const located = locateDatabases(context.run, context.seen('DiscoverDatabases'));
      for (const database of located) {
        const withinMs = COMPARE_WITHIN_MS / located.length;
        databases.push({ id: database.id, lines: await compare(ports, context, { database, withinMs }) });
      }
      return { databases };
    },
  });
}

async function compare(
  { objects, contents, clock }: CompareContentsPorts,
  { run }: Context,
  { database, withinMs }: { readonly database: LocatedDatabase; readonly withinMs: number },
) {
  const primary = await contents.open(primaryOf(database), LIMITS);
  try {
    const replica = await contents.open(asOperator(database, database.replicaAddress), LIMITS);
    try {
      const lines: ContentLine[] = [];
      await compareContents({
        database: database.id,
        primary,
        replica,
        clock,
        deadline: clock.now() + withinMs * 1000,
        rowsPerRange: run.rowsPerRange,
        emit: (line) => void lines.push(line),
      });
      await writeRaw(objects, { run: run.run, file: 'content.ndjson', part: database.id }, lines);
      return lines.length;
    } finally {
      replica.close();
    }
  } finally {
    primary.close();
  }
}
