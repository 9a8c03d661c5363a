import { divergenceCounts, divergenceFiles } from '../domain/divergence/divergence-files.ts';
import type { FoundDivergence } from '../domain/divergence/found-divergence.ts';
import { DivergenceUnsaved } from '../domain/failure.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { Digest } from '../ports/digest.ts';
import type { DivergenceFinder } from '../ports/divergence-finder.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface SaveDivergedRowsPorts extends StepPorts {
  /** The divergence store: no evidence lies there. */
  readonly store: Objects;
  readonly divergence: DivergenceFinder;
  readonly sha256: Digest;
}

type Saved = OutcomeOf<'SaveDivergedRows'>['databases'][number];

/**
 * Before an old primary is given up: the rows in which it differs from the promoted server, for what it did itself, go to
 * the divergence store, as lines and as SQL that brings back those that it alone holds. After a drain it is enough to look
 * for what was written since; otherwise everything is compared. The outcome has tables, numbers and digests, and no row.
 * Idempotent.
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
      const databases = located.map((database) =>
        save(ports, context, database).catch((error: Error) => {
          throw unsaved(database, error);
        }),
      );
      return { databases: await Promise.all(databases) };
    },
  });
}

async function save(
  ports: SaveDivergedRowsPorts,
  context: StepContext,
  database: LocatedDatabase,
): Promise<Saved> {
  const { id } = database;
  const servers = serversOf(database);
  const since = context.maybe('AwaitCatchUp')?.databases.find((known) => known.id === id)?.nextTransaction;
  if (since !== undefined) {
    const { next, any } = await ports.divergence.writtenSince(servers, since);
    if (!any) return { id, since, next, tables: [], saved: null, leftOut: [] };
  }
  const found = await ports.divergence.all(servers);
  return {
    id,
    since: since ?? String(found.branch.known),
    next: String(found.branch.oldNext),
    tables: divergenceCounts(found.tables),
    saved: await store(ports, context, { id, found }),
    leftOut: found.leftOut.map(({ what, reason }) => ({ what, reason })),
  };
}

function serversOf(database: LocatedDatabase) {
  const { primaryAddress, replicaAddress } = database;
  if (!primaryAddress) throw new Error('its address is not known');
  return { old: asOperator(database, primaryAddress), promoted: asOperator(database, replicaAddress) };
}

async function store(
  { store: bucket, sha256 }: SaveDivergedRowsPorts,
  { run: { run }, event: { state } }: StepContext,
  { id, found: { tables } }: { id: string; found: FoundDivergence },
): Promise<Saved['saved']> {
  const files = divergenceFiles({ database: id, run, tables });
  if (!files) return null;
  const { rows, text, replay } = files;
  const key = runKeys.diverged(run, state, id);
  const replayKey = runKeys.replay(run, state, id);
  await bucket.put(key, text);
  if (replay !== null) await bucket.put(replayKey, replay);
  const replayed = replay === null ? null : { key: replayKey, sha256: sha256(replay) };
  return { key, sha256: sha256(text), rows, replay: replayed };
}

function unsaved({ primary }: LocatedDatabase, cause: Error): DivergenceUnsaved {
  const limit = 'what it alone holds, read and saved';
  return new DivergenceUnsaved({ subject: primary.instance, seen: cause.message, limit, cause });
}
