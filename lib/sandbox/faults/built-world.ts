import type { CopyRoute } from '../network/copy-route.ts';
import { makePorts, type Ports } from '../network/free-port.ts';
import { makeRegionGateway, type RegionGateway } from '../network/region-gateway.ts';
import type { SnapshotPlace } from '../postgres/snapshot-place.ts';
import type { ChildRegistry } from '../process/child-registry.ts';
import type { EventLog } from '../rds/events.ts';
import { makeInstanceDirectory, type InstanceDirectory } from '../rds/instance-directory.ts';
import type { ServiceConfig } from '../sandbox-config.ts';
import { makeRegionWorkload, type RegionWorkload } from '../workload/region-workload.ts';
import type { DatabaseWorldInput } from './database-world.ts';
import type { InstantText } from './instant-text.ts';
import { makeCopyRoutes } from './make-copy-routes.ts';
import { makeDatabaseDoors, makeServiceDoors, type DatabaseDoor, type ServiceDoor } from './make-doors.ts';
import { makeInstance } from './make-instance.ts';
import { makeLinks } from './make-links.ts';
import type { RegionStates } from './region-states.ts';
import type { Region, ReplicationLink } from './region.ts';
import { startServices } from './start-services.ts';
import type { TruthLog } from './truth-log.ts';

/** Every part of a world with its address, before anything runs. */
export interface BuiltWorld {
  readonly directory: InstanceDirectory;
  /** Grows and shrinks with the replicas. */
  readonly links: ReplicationLink[];
  readonly copyRoutes: readonly CopyRoute[];
  readonly ports: Ports;
  readonly databaseDoors: readonly DatabaseDoor[];
  readonly serviceDoors: readonly ServiceDoor[];
  readonly regions: readonly Region[];
}

export interface WorldTools extends DatabaseWorldInput {
  readonly children: ChildRegistry;
  readonly caPem: string;
  readonly logDir: string;
  readonly truth: TruthLog;
  readonly now: InstantText;
  readonly states: RegionStates;
  /** What RDS notes of its instances. */
  readonly events: EventLog;
  readonly placeOf: (region: string) => SnapshotPlace;
}

export async function buildWorld(tools: WorldTools): Promise<BuiltWorld> {
  const { config } = tools;
  const ports = makePorts();
  const directory = makeInstanceDirectory(
    await Promise.all(config.instances.map((one) => makeInstance({ config: one }, { ...tools, ports }))),
  );
  const links = await makeLinks(directory, { truth: tools.truth, ports });
  const workloads = new Map(
    config.regions.map((name) => [name, makeRegionWorkload(tools.children, tools.logDir)]),
  );
  const databaseDoors = await makeDatabaseDoors({ ...tools, ports }, directory);
  const serviceDoors = await makeServiceDoors({ ...tools, ports }, (service) =>
    serviceGateways(service, workloads, ports),
  );
  const copyRoutes = await makeCopyRoutes(config.regions, ports);
  const parts = { directory, links, copyRoutes, ports, databaseDoors, serviceDoors };
  const regions = [...workloads].map(([name, workload]) => regionOf({ name, workload, tools }, parts));
  return { ...parts, regions };
}

interface Place {
  readonly name: string;
  readonly workload: RegionWorkload;
  readonly tools: WorldTools;
}

function regionOf({ name, workload, tools }: Place, world: Omit<BuiltWorld, 'regions'>): Region {
  const here = world.serviceDoors.filter((one) => one.gateways[name] !== undefined);
  return {
    name,
    workload,
    get instances() {
      return world.directory.inRegion(name);
    },
    get links() {
      return world.links.filter((link) =>
        [link.source, link.replica].some((end) => end.config.region === name),
      );
    },
    copyRoutes: world.copyRoutes.filter(({ from, to }) => [from, to].includes(name)),
    snapshots: tools.placeOf(name),
    serviceGateways: here.map((one) => one.gateways[name]).filter((gateway) => gateway !== undefined),
    startServices: () =>
      startServices({ region: name, workload, services: here, databaseDoors: world.databaseDoors }, tools),
  };
}

async function serviceGateways(
  service: ServiceConfig,
  workloads: ReadonlyMap<string, RegionWorkload>,
  ports: Ports,
): Promise<Record<string, RegionGateway>> {
  const regions = [...new Set(Object.values(service.sites).map((site) => site.region))];
  const gateways = regions.map(async (region): Promise<[string, RegionGateway]> => {
    const address = () => addressOf(workloads.get(region)?.portOf(service.name));
    return [region, makeRegionGateway({ port: await ports.free(), upstream: address })];
  });
  return Object.fromEntries(await Promise.all(gateways));
}

function addressOf(port: number | undefined) {
  return port === undefined ? undefined : { host: '127.0.0.1', port };
}
