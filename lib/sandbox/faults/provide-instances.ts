import { rm } from 'node:fs/promises';
import { copyRunning } from '../postgres/copy-running.ts';
import { createSlot, dropSlot, prepareReplication } from '../postgres/create-database.ts';
import { initCluster } from '../postgres/init-cluster.ts';
import type { ServerRoom } from '../postgres/server.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { InstanceProvider } from '../rds/instance-provider.ts';
import { AwsError } from '../wire/aws-error.ts';
import { makeTurns, type Turns } from '../process/turns.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';
import { makeInstance } from './make-instance.ts';
import { makeLink } from './make-links.ts';
import type { RegionStates } from './region-states.ts';
import { fill, serverOf, standbyOf } from './start-databases.ts';

export interface ProvidingParts {
  readonly world: BuiltWorld;
  readonly tools: WorldTools;
  readonly states: RegionStates;
  /** Undefined until the world has started. */
  readonly room: () => ServerRoom | undefined;
}

/** Instances that come and go while the sandbox stands. */
export function provideInstances(parts: ProvidingParts): InstanceProvider {
  const { world, tools, states } = parts;
  // A source's session holds one backup at a time.
  const copies = makeTurns<DatabaseInstance>();
  return {
    canReach: (region) => states.reachability(region, 'rds') === 'up',
    async create(order) {
      const room = standing(parts);
      const instance = await makeInstance(order, { ...tools, ports: world.ports });
      world.directory.add(instance);
      const source = world.directory.sourceOf(instance);
      const work = () =>
        source ? startReplica(parts, { room, instance, source, copies }) : startPrimary({ room, instance });
      instance.provision(work).then(
        () => instance.parts.note('creation', 'DB instance created'),
        (error: unknown) => complain(instance, error),
      );
      return instance;
    },
    destroy(instance) {
      const room = standing(parts);
      endInstance(parts, { room, instance }).then(
        () => instance.parts.note('deletion', 'DB instance deleted'),
        (error: unknown) => complain(instance, error),
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
  readonly copies: Turns<DatabaseInstance>;
}

async function startPrimary({ room, instance }: Provided): Promise<void> {
  const running = await instance.start(await initCluster(serverOf(room, instance)), 'clients');
  await prepareReplication(running, instance.parts.replicationPassword, []);
  await fill(instance, running, room);
  await Promise.all(instance.gateways.map((gateway) => gateway.open()));
}

async function startReplica({ world, tools }: ProvidingParts, provided: ProvidedReplica): Promise<void> {
  const { room, instance, source, copies } = provided;
  const { running } = source;
  if (!running) throw new Error(`${source.config.id} does not run`);
  const link = await makeLink(source, instance, { truth: tools.truth, ports: world.ports });
  world.links.push(link);
  await createSlot(running, instance.config.id);
  const { dataDir } = serverOf(room, source);
  const cluster = await copies(source, () => copyRunning({ running, dataDir }, standbyOf(room, link)));
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

function standing({ room }: ProvidingParts): ServerRoom {
  const found = room();
  if (found) return found;
  throw new AwsError('ServiceUnavailable', 'The sandbox is still starting.', 503);
}

function complain(instance: DatabaseInstance, error: unknown): void {
  const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${instance.config.region} ${instance.config.id}: ${seen}\n`);
}
