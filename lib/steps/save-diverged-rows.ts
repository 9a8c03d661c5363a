import { DivergenceUnsaved } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { Digest } from '../ports/digest.ts';
import type { DivergedRows, TableRows } from '../ports/diverged-rows.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface SaveDivergedRowsPorts extends StepPorts {
  readonly objects: Objects;
  readonly diverged: DivergedRows;
  readonly sha256: Digest;
}

/**
 * Before an old primary is given up: what was written there after the replica had caught up and is not on the promoted
 * server goes to the divergence store. The outcome has tables, numbers and a digest, and no row. Idempotent.
 * @throws DivergenceUnsaved when the old primary cannot be read, or holds more than can be saved: then it stays
 */
export function makeSaveDivergedRows(ports: SaveDivergedRowsPorts) {
  return makeStep(ports, {
    state: 'SaveDivergedRows',
    input: SwitchoverInput,
    act: async (context) => {
      // Since then the old primary may have another name, and with it another address; and it was fenced before.
      const before = context.maybe('SaveDivergedRows');
      if (before) return before;
      const located = locateDatabases(context.run, context.seen('DiscoverDatabases'));
      return { databases: await Promise.all(located.map((database) => save(ports, context, database))) };
    },
  });
}

async function save(
  ports: SaveDivergedRowsPorts,
  { run, event, seen }: StepContext,
  database: LocatedDatabase,
) {
  const { id } = database;
  const since = seen('AwaitCatchUp').databases.find((known) => known.id === id)?.nextTransaction ?? '0';
  const { next, only } = await onlyThere(ports, database, since).catch((error: Error) => {
    const limit = 'what it alone holds, read and saved';
    throw new DivergenceUnsaved({
      subject: database.primary.instance,
      seen: error.message,
      limit,
      cause: error,
    });
  });
  const tables = only.map(({ table, rows }) => ({ table, rows: rows.length }));
  if (tables.length === 0) return { id, since, next, tables, saved: null };
  const key = runKeys.diverged(run.run, event.state, id);
  const lines = only.flatMap(({ table, rows }) =>
    rows.map((row) => `{"table":${JSON.stringify(table)},"row":${row}}\n`),
  );
  const text = lines.join('');
  await ports.objects.put(key, text);
  return { id, since, next, tables, saved: { key, sha256: ports.sha256(text), rows: lines.length } };
}

/** What was written late may have been replicated all the same, as long as the replica was not promoted. */
async function onlyThere({ diverged }: SaveDivergedRowsPorts, database: LocatedDatabase, since: string) {
  const { primaryAddress, replicaAddress } = database;
  if (!primaryAddress) throw new Error('its address is not known');
  const { next, tables } = await diverged.writtenSince(asOperator(database, primaryAddress), since);
  const promoted = asOperator(database, replicaAddress);
  const only: TableRows[] = [];
  for (const table of tables) {
    const rows = await diverged.missingFrom(promoted, table);
    if (rows.length > 0) only.push({ table: table.table, rows });
  }
  return { next, only };
}
