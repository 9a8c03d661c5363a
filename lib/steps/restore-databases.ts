import { BACKUP_TAGS } from '../domain/backup/backup-keys.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { RecoveryPoint } from '../domain/record/restore-outcomes.ts';
import { EXPIRES_TAG } from '../domain/run/resource-tags.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { Restores } from '../ports/restores.ts';
import { isolatedRestores } from './step/isolated-restores.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface RestoreDatabasesPorts extends StepPorts {
  readonly restores: Restores;
}

/**
 * Asks for an instance of every database, all at once, in the isolated network of the plan. Idempotent: an instance of
 * that name that this run has asked for is what was asked for.
 * @throws IsolationBreached, SnapshotMissing, PointInTimeOutOfRange, RestoreRefused, ThrottledUnknown, RegionUnreachable
 */
export function makeRestoreDatabases(ports: RestoreDatabasesPorts) {
  return makeStep(ports, {
    state: 'RestoreDatabases',
    input: RestoreInput,
    intent: ({ seen }) => ({
      databases: seen('ChooseRecoveryPoint').databases.map(({ id, region, instance }) => ({
        id,
        region,
        instance,
      })),
    }),
    act: async (context) => ({
      databases: await Promise.all(
        context.seen('ChooseRecoveryPoint').databases.map(async (point) => {
          const { id, region, instance } = point;
          const orderedAt = formatInstant(ports.clock.now());
          await order(ports, context, point);
          return { id, region, instance, orderedAt };
        }),
      ),
    }),
  });
}

async function order(
  { restores: all, clock }: RestoreDatabasesPorts,
  { run, seen }: StepContext<RestoreInput>,
  { id, region, instance, from }: RecoveryPoint,
): Promise<void> {
  const restores = isolatedRestores(all, run);
  const expires = formatInstant(Math.round(clock.now() + run.timeToLiveSeconds * 1e6));
  const wanted = {
    region,
    instance,
    run: run.run,
    network: run.network,
    deletionProtection: false,
    tags: { [BACKUP_TAGS.plan]: run.plan.name, [BACKUP_TAGS.database]: id, [EXPIRES_TAG]: expires },
  };
  if (from.kind === 'backup') {
    await restores.restoreSnapshot(from.entry.copy.snapshot, wanted);
    return;
  }
  const marked = seen('WriteMarkers').databases.find((one) => one.id === id);
  if (!marked) throw new RangeError(`the moment of ${id} was not marked`);
  await restores.restoreToPointInTime(
    { instance: from.source.instance, at: parseInstant(marked.at) },
    wanted,
  );
}
