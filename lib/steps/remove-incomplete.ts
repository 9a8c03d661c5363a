import { backupKeys } from '../domain/backup/backup-keys.ts';
import { SnapshotPending } from '../domain/failure.ts';
import { BackupInput } from '../domain/run/backup-input.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import type { Objects } from '../ports/objects.ts';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface RemoveIncompletePorts extends StepPorts {
  readonly objects: Objects;
  readonly snapshots: Snapshots;
}

type Context = StepContext<BackupInput>;

/**
 * Removes what this run has made and what is no backup: snapshots and copies of databases that did not come as far as
 * the catalogue. Where everything went well there is nothing to do.
 * @throws SnapshotPending while one is still being made and cannot be removed (to be retried)
 */
export function makeRemoveIncomplete(ports: RemoveIncompletePorts) {
  return makeStep(ports, {
    state: 'RemoveIncomplete',
    removesOwn: true,
    input: BackupInput,
    intent: ({ run }) => ({ run: run.run }),
    act: async (context) => {
      const found = (
        await Promise.all(context.run.databases.map((database) => incomplete(ports, context, database)))
      ).flat();
      const ended = await Promise.all(found.map((snapshot) => remove(ports, context, snapshot)));
      return {
        removed: ended.flatMap(({ name, reason }) => (reason === null ? [name] : [])),
        left: ended.flatMap(({ name, reason }) => (reason === null ? [] : [{ snapshot: name, reason }])),
      };
    },
  });
}

async function incomplete(
  { objects, snapshots }: RemoveIncompletePorts,
  { run }: Context,
  { id, primary }: RunDatabase,
): Promise<readonly Snapshot[]> {
  const entry = await objects.get(backupKeys.entry(run.plan.name, id, run.run));
  if (entry !== null) return [];
  const regions = [...new Set([run.sites.primary.region, run.sites.recovery.region])];
  const all = await Promise.all(regions.map((region) => snapshots.list(region, primary.instance)));
  return all.flat().filter(({ tags }) => tags[RUN_TAG] === run.run);
}

async function remove({ snapshots }: RemoveIncompletePorts, { stillOwner }: Context, found: Snapshot) {
  const { region, snapshot, status, percent } = found;
  const name = `${region}/${snapshot}`;
  if (status === 'creating') {
    const seen = `still being made, ${percent} per cent`;
    throw new SnapshotPending({ subject: `snapshot ${name}`, seen, limit: 'one that can be removed' });
  }
  await stillOwner();
  const reason = await snapshots.remove({ region, snapshot }).then(
    () => null,
    (error: Error) => error.message,
  );
  return { name, reason };
}
