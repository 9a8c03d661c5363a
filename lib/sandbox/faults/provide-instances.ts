import { rm } from 'node:fs/promises';
import { copyRunning } from '../postgres/copy-running.ts';
import { createSlot, dropSlot, prepareReplication } from '../postgres/create-database.ts';
import { initCluster } from '../postgres/init-cluster.ts';
import type { ServerRoom } from '../postgres/server.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { EventLog } from '../rds/events.ts';
import type { InstanceProvider } from '../rds/instance-provider.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';
import { makeInstance } from './make-instance.ts';
import { makeLink } from './make-links.ts';
import { fill, serverOf, standbyOf } from './start-databases.ts';

export interface ProvidingParts {
  readonly world: BuiltWorld;
  readonly tools: WorldTools;
  readonly events: EventLog;
  /** Undefined until the world has started. */
  readonly room: () => ServerRoom | undefined;
}

/** Instances that come and go while the sandbox stands. */
export function provideInstances(parts: ProvidingParts): InstanceProvider {
  const { world, tools, events } = parts;
  const note = (instance: DatabaseInstance, message: string, category: string) =>
    events.append({ ...instance.eventSource, message, categories: [category] });
  return {
    async create(order) {
      const room = standing(parts);
      const instance = await makeInstance(order, tools.config, world.ports);
      world.directory.add(instance);
      const source = world.directory.sourceOf(instance);
      const work = () =>
        source ? startReplica(parts, { room, instance, source }) : startPrimary({ room, instance });
      void instance
        .provision(work)
        .then(() => note(instance, 'DB instance created', 'creation'))
        .catch((error: unknown) => complain(instance, error));
      return instance;
    },
    destroy(instance) {
      const room = standing(parts);
      void endInstance(parts, { room, instance })
        .then(() => note(instance, 'DB instance deleted', 'deletion'))
        .catch((error: unknown) => complain(instance, error));
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

async function startPrimary({ room, instance }: Provided): Promise<void> {
  const running = await instance.start(await initCluster(serverOf(room, instance)), 'clients');
  await prepareReplication(running, instance.parts.replicationPassword, []);
  await fill(instance, running, room);
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

async function startReplica({ world, tools }: ProvidingParts, provided: ProvidedReplica): Promise<void> {
  const { room, instance, source } = provided;
  const { running } = source;
  if (!running) throw new Error(`${source.config.id} does not run`);
  const link = await makeLink(source, instance, { truth: tools.truth, ports: world.ports });
  world.links.push(link);
  await createSlot(running, instance.config.id);
  const { dataDir } = serverOf(room, source);
  const cluster = await copyRunning({ running, dataDir }, standbyOf(room, link));
  await link.gateway.open();
  await instance.start(cluster, 'clients');
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

async function endInstance({ world }: ProvidingParts, { room, instance }: Provided): Promise<void> {
  const links = world.links.filter((link) => link.replica === instance);
  await instance.end();
  await Promise.all([...instance.gateways, ...links.map((link) => link.gateway)].map((one) => one.close()));
  for (const { source } of links) {
    // A source that does not run keeps the slot, and nothing is lost by it.
    if (source.running) await dropSlot(source.running, instance.config.id).catch(() => undefined);
  }
  for (const link of links) world.links.splice(world.links.indexOf(link), 1);
  await rm(serverOf(room, instance).dataDir, { recursive: true, force: true, maxRetries: 3 });
  world.directory.remove(instance);
}

function standing({ room }: ProvidingParts): ServerRoom {
  const found = room();
  if (found) return found;
  throw new AwsError('ServiceUnavailable', 'The sandbox is still starting.', 503);
}

function complain(instance: DatabaseInstance, error: unknown): void {
  const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${instance.config.region} ${instance.config.id}: ${seen}\n`);
}
