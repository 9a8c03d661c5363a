import { backUpRunning } from '../postgres/back-up-running.ts';
import type { Cluster } from '../postgres/cluster.ts';
import { directoryBytes } from '../postgres/directory-bytes.ts';
import { clusterOf } from '../postgres/init-cluster.ts';
import type { Server, ServerRoom } from '../postgres/server.ts';
import { makeSlots } from '../process/slots.ts';
import type { Turns } from '../process/turns.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { DatabaseSnapshot } from '../rds/snapshots/snapshot.ts';
import type { SnapshotProvider } from '../rds/snapshots/snapshot-provider.ts';
import { complainOf } from './complain-of.ts';
import { copySnapshot, type CopyTools } from './copy-snapshot.ts';
import { copiedInWords, type SettlingEvents, TAKEN } from './snapshot-events.ts';
import { serverOf } from './start-databases.ts';

export interface SnapshotTools extends CopyTools {
  readonly room: () => ServerRoom;
  /** A source's session holds one backup at a time. */
  readonly backups: Turns<DatabaseInstance>;
}

/** Copies from other regions into one at a time (RDS User Guide, "Quotas and constraints for Amazon RDS"). */
const MOST_CROSSINGS = 20;

/** Segments of WAL are no part of what is copied, but for those few that a backup needs. */
const NOT_COUNTED = ['pg_wal'];

/** Snapshots as real files: backups of running servers, in the place of their region. */
export function provideSnapshots(tools: SnapshotTools): SnapshotProvider {
  const crossings = makeSlots(MOST_CROSSINGS);
  return {
    take: (snapshot, instance) =>
      settle(tools, { snapshot, events: TAKEN }, () =>
        tools.backups(instance, () => instance.backUpWhile(() => backUp(tools, snapshot, instance))),
      ),
    copy: (source, target) =>
      void settle(tools, { snapshot: target, events: copiedInWords(source, target) }, () =>
        source.read((deleted) => {
          const work = () => copySnapshot(tools, { source, target, deleted });
          const to = target.parts.region;
          return source.parts.region === to ? work() : crossings(to, work);
        }),
      ),
    destroy(snapshot) {
      const { region, storage, note } = snapshot.parts;
      snapshot
        .end()
        .then(() => tools.placeOf(region).remove(storage))
        .then(() => note('deletion', 'Deleted user snapshot'))
        .catch((error: unknown) => complainOf(snapshot.parts, error));
    },
  };
}

interface Settling {
  readonly snapshot: DatabaseSnapshot;
  readonly events: SettlingEvents;
}

/** Of a snapshot that has failed nothing stays but what is said of it. */
async function settle(
  tools: SnapshotTools,
  { snapshot, events: { category, begun, done, failed } }: Settling,
  work: () => Promise<void>,
): Promise<void> {
  const { note } = snapshot.parts;
  try {
    note(category, begun);
    await work();
    snapshot.complete();
    note(category, done);
  } catch (error) {
    snapshot.fail();
    if (failed !== undefined) note(category, failed);
    complainOf(snapshot.parts, error);
    await tools.placeOf(snapshot.parts.region).remove(snapshot.parts.storage);
  }
}

async function backUp(
  tools: SnapshotTools,
  snapshot: DatabaseSnapshot,
  instance: DatabaseInstance,
): Promise<void> {
  const { region, storage } = snapshot.parts;
  const { running } = instance;
  if (!running) throw new Error(`${instance.config.id} does not run`);
  const room = tools.room();
  const place = tools.placeOf(region);
  const { dataDir } = serverOf(room, instance);
  const directory = place.directoryOf(storage);
  const total = await directoryBytes(dataDir, NOT_COUNTED);
  snapshot.begin(async () => ({ copied: await directoryBytes(directory, NOT_COUNTED), total }));
  await backUpRunning(
    { running, dataDir },
    { directory, home: room.home, run: (program) => place.run(program) },
  );
}

/** A data directory of a new server with all that a snapshot holds. */
export function restoreSnapshot(
  { placeOf }: Pick<SnapshotTools, 'placeOf'>,
  snapshot: DatabaseSnapshot,
  server: Server,
): Promise<Cluster> {
  const place = placeOf(snapshot.parts.region);
  return snapshot.read(async () => {
    const from = place.directoryOf(snapshot.parts.storage);
    await place.run({
      name: `restore ${server.name}`,
      file: '/bin/cp',
      args: ['-R', '-p', from, server.dataDir],
    });
    return clusterOf(server);
  });
}
