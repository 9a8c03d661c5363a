import { rm } from 'node:fs/promises';
import { copyRunning } from '../postgres/copy-running.ts';
import {
  changeReplicationPassword,
  createSlot,
  dropSlot,
  prepareReplication,
} from '../postgres/create-database.ts';
import { initCluster } from '../postgres/init-cluster.ts';
import type { RunningCluster } from '../postgres/cluster.ts';
import type { Server, ServerRoom } from '../postgres/server.ts';
import { poll } from '../process/poll.ts';
import type { SnapshotPlace } from '../postgres/snapshot-place.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { InstanceOrder, InstanceProvider, StoredOrigin } from '../rds/instance-provider.ts';
import type { Turns } from '../process/turns.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';
import type { Archives } from './archives.ts';
import { complainOf } from './complain-of.ts';
import { makeInstance } from './make-instance.ts';
import { makeLink } from './make-links.ts';
import { restoreSnapshot } from './provide-snapshots.ts';
import type { RegionStates } from './region-states.ts';
import { fill, serverOf, standbyOf } from './start-databases.ts';

export interface ProvidingParts {
  readonly world: BuiltWorld;
  readonly tools: WorldTools;
  readonly states: RegionStates;
  /** @throws AwsError until the world has started */
  readonly room: () => ServerRoom;
  /** A source's session holds one backup at a time. */
  readonly backups: Turns<DatabaseInstance>;
  readonly placeOf: (region: string) => SnapshotPlace;
  readonly archives: Archives;
}

/** How long WAL may be replayed for. */
const RECOVERY_MS = 600_000;

/** Instances that come and go while the sandbox stands. */
export function provideInstances(parts: ProvidingParts): InstanceProvider {
  const { world, tools, states } = parts;
  return {
    canReach: (region) => states.reachability(region, 'rds') === 'up',
    async create(order) {
      const provided = {
        room: parts.room(),
        instance: await makeInstance(
          { ...order, takenNames: world.directory.all.map((one) => one.parts.serverName) },
          { ...tools, ports: world.ports },
        ),
      };
      const { instance } = provided;
      world.directory.add(instance);
      instance
        .provision(() => startOrdered(parts, order, provided))
        .then(
          () => noteCreation(instance, order),
          (error: unknown) => complainOf(instance.config, error),
        );
      return instance;
    },
    destroy(instance) {
      endInstance(parts, { room: parts.room(), instance }).then(
        () => instance.parts.note('deletion', 'DB instance deleted'),
        (error: unknown) => complainOf(instance.config, error),
      );
    },
  };
}

interface Provided {
  readonly room: ServerRoom;
  readonly instance: DatabaseInstance;
}

interface ProvidedReplica extends Provided {
  readonly source: DatabaseInstance;
}

function startOrdered(parts: ProvidingParts, { from }: InstanceOrder, provided: Provided): Promise<void> {
  const source = parts.world.directory.sourceOf(provided.instance);
  if (source) return startReplica(parts, { ...provided, source });
  return from ? startRestored(parts, from, provided) : startPrimary(provided);
}

function noteCreation({ parts }: DatabaseInstance, { from }: InstanceOrder): void {
  if (!from) parts.note('creation', 'DB instance created');
  else if (from.kind === 'snapshot')
    from.snapshot.parts.note('restoration', `Restored from snapshot ${from.snapshot.parts.id}`);
  else parts.note('restoration', `Restored from DB instance ${from.source.config.id} to ${parts.config.id}`);
}

async function startPrimary({ room, instance }: Provided): Promise<void> {
  const running = await instance.start(await initCluster(serverOf(room, instance)), 'clients');
  await prepareReplication(running, instance.parts.replicationPassword, []);
  await fill(instance, running, room);
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

/** It has the users of what it is restored from; the service's own password for replicas is its own. */
async function startRestored(
  parts: ProvidingParts,
  from: StoredOrigin,
  { room, instance }: Provided,
): Promise<void> {
  const server = serverOf(room, instance);
  const running =
    from.kind === 'snapshot'
      ? await instance.start(await restoreSnapshot(parts, from.snapshot, server), 'clients')
      : await startRecovered(parts, from, { instance, server });
  await changeReplicationPassword(running, instance.parts.replicationPassword);
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

type PointInTime = StoredOrigin & { readonly kind: 'point-in-time' };

/** The archive is read until the server is out of recovery: before, it answers with what it has so far. */
function startRecovered(
  { archives }: ProvidingParts,
  { source, at }: PointInTime,
  { instance, server }: { readonly instance: DatabaseInstance; readonly server: Server },
): Promise<RunningCluster> {
  const archive = archives.require(source);
  return archive.read(async () => {
    const running = await instance.start(await archive.restore(server, at), 'clients');
    const isOut = async () => {
      if (instance.running !== running) throw new Error(`${server.name} ended while it recovered`);
      const inRecovery = await running.admin.value('select pg_is_in_recovery()');
      return inRecovery === 'false' ? true : undefined;
    };
    if (await poll(isOut, { everyMs: 10, deadlineMs: RECOVERY_MS })) return running;
    throw new Error(`${server.name} had not recovered to ${at.toISOString()} after ${RECOVERY_MS} ms`);
  });
}

async function startReplica(
  { world, tools, backups }: ProvidingParts,
  { room, instance, source }: ProvidedReplica,
): Promise<void> {
  const { running } = source;
  if (!running) throw new Error(`${source.config.id} does not run`);
  const link = await makeLink(source, instance, { truth: tools.truth, ports: world.ports });
  world.links.push(link);
  // A source that was a replica itself has in its files the password that its own source let it in with.
  await changeReplicationPassword(running, source.parts.replicationPassword);
  await createSlot(running, instance.config.id);
  const { dataDir } = serverOf(room, source);
  const cluster = await backups(source, () => copyRunning({ running, dataDir }, standbyOf(room, link)));
  await link.gateway.open();
  await instance.start(cluster, 'clients');
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

async function endInstance({ world }: ProvidingParts, { room, instance }: Provided): Promise<void> {
  await instance.end();
  const links = world.links.filter(({ source, replica }) => source === instance || replica === instance);
  await Promise.all([...instance.gateways, ...links.map((link) => link.gateway)].map((one) => one.close()));
  for (const { source, replica } of links) {
    // A source that does not run keeps the slot, and nothing is lost by it.
    if (source.running && source !== instance)
      await dropSlot(source.running, replica.config.id).catch(() => undefined);
  }
  for (const link of links) world.links.splice(world.links.indexOf(link), 1);
  await rm(serverOf(room, instance).dataDir, { recursive: true, force: true, maxRetries: 3 });
  world.directory.remove(instance);
}
