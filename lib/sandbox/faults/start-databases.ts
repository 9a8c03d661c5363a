import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, hasReplayed, prepareReplication } from '../postgres/create-database.ts';
import type { Cluster, RunningCluster } from '../postgres/cluster.ts';
import { copyCluster, initCluster } from '../postgres/init-cluster.ts';
import { makeServer, type Server, type ServerRoom } from '../postgres/server.ts';
import { poll } from '../process/poll.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { BuiltWorld } from './built-world.ts';
import type { ReplicationLink } from './region.ts';

export interface StartTools {
  readonly room: ServerRoom;
  readonly onProgress: (line: string) => void;
}

const CATCH_UP_MS = 30_000;

/** Starts every primary with its replicas; resolves when each replica has replayed what its primary was created with. */
export async function startDatabases(world: BuiltWorld, tools: StartTools): Promise<void> {
  const caFile = authorityFile(tools.room);
  writeFileSync(caFile, tools.room.authority.certificatePem, { mode: 0o644 });
  const primaries = world.directory.all.filter((one) => one.config.source === undefined);
  await Promise.all(primaries.map((primary) => startFamily({ primary, world, tools })));
}

interface Family {
  readonly primary: DatabaseInstance;
  readonly world: BuiltWorld;
  readonly tools: StartTools;
}

async function startFamily(family: Family): Promise<void> {
  const { primary, world, tools } = family;
  const links = world.links.filter((link) => link.source === primary);
  const password = primary.parts.replicationPassword;
  const cluster = await initCluster(serverOf(tools.room, primary));
  const copies: Copy[] = [];
  for (const link of links) {
    copies.push({ link, cluster: await copyCluster(cluster, standbyOf(tools.room, link)) });
  }
  const running = await primary.start(cluster, 'clients');
  tools.onProgress(`${primary.config.region}: ${primary.config.id} runs, pid ${running.pid}`);
  await prepareReplication(
    running,
    password,
    links.map((link) => link.replica.config.id),
  );
  await Promise.all([fill(primary, running, tools.room), ...copies.map(startReplica)]);
  await Promise.all(links.map((link) => awaitReplay(running, link, tools)));
  const gateways = [primary, ...links.map((link) => link.replica)].flatMap((one) => one.gateways);
  await Promise.all(gateways.map((gateway) => gateway.open()));
}

interface Copy {
  readonly link: ReplicationLink;
  readonly cluster: Cluster;
}

async function startReplica({ link, cluster }: Copy): Promise<void> {
  await link.gateway.open();
  await link.replica.start(cluster, 'clients');
}

/** Creates what an instance is asked to hold. */
export function fill(primary: DatabaseInstance, running: RunningCluster, room: ServerRoom): Promise<void> {
  const { masterUser: user, masterPassword: password, database } = primary.config;
  const caPem = room.authority.certificatePem;
  return createDatabase(running, primary.config, {
    port: primary.parts.serverPort,
    user,
    password,
    database,
    caPem,
  });
}

async function awaitReplay(primary: RunningCluster, link: ReplicationLink, tools: StartTools): Promise<void> {
  const { id, region } = link.replica.config;
  const admin = link.replica.running?.admin;
  const lsn = await primary.admin.value('select pg_current_wal_lsn()');
  if (!admin || !lsn) throw new Error(`${id} does not run`);
  const polling = { everyMs: 5, deadlineMs: CATCH_UP_MS };
  const done = await poll(async () => ((await hasReplayed(admin, lsn)) ? true : undefined), polling);
  if (!done) throw new Error(`${id} has not replayed ${lsn} within ${CATCH_UP_MS} ms`);
  tools.onProgress(`${region}: ${id} streams, replayed to ${lsn}`);
}

/** The server of an instance; of a replica, without its source. */
export function serverOf(room: ServerRoom, instance: DatabaseInstance): Server {
  const { masterUser, parameters } = instance.config;
  const { serverName: name, serverPort: port } = instance.parts;
  return makeServer(room, { name, port, masterUser, parameters, source: undefined });
}

/** The server of a replica, which streams from its source through its link. */
export function standbyOf(room: ServerRoom, link: ReplicationLink): Server {
  const { host, port } = link.gateway;
  const applicationName = link.replica.config.id;
  const password = link.source.parts.replicationPassword;
  const source = { host, port, password, caFile: authorityFile(room), applicationName };
  return { ...serverOf(room, link.replica), source };
}

function authorityFile(room: ServerRoom): string {
  return join(room.home.directory, 'ca.pem');
}
