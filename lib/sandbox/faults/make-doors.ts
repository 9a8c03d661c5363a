import * as z from 'zod';
import type { Ports } from '../network/free-port.ts';
import { makeFrontDoor, type FrontDoor } from '../network/front-door.ts';
import type { RegionGateway } from '../network/region-gateway.ts';
import type { Address } from '../network/relay.ts';
import type { Route } from '../network/tcp-proxy.ts';
import type { InstanceDirectory } from '../rds/instance-directory.ts';
import type { FrontDoorConfig, SandboxConfig, ServiceConfig } from '../sandbox-config.ts';
import type { DatabaseWorldInput } from './database-world.ts';
import type { TruthLog } from './truth-log.ts';

const Switch = z.object({ activeSite: z.string() });

export interface DatabaseDoor {
  readonly config: FrontDoorConfig;
  readonly door: FrontDoor;
  /** Always the initial site's instance, from inside its region. */
  readonly direct: () => Address;
}

/** A service's gateway in each region that it runs in, and the door before them. */
export interface ServiceDoor {
  readonly config: ServiceConfig;
  readonly door: FrontDoor;
  readonly gateways: Readonly<Record<string, RegionGateway>>;
}

export interface DoorTools extends Pick<DatabaseWorldInput, 'readObject'> {
  readonly config: SandboxConfig;
  readonly ports: Ports;
  readonly truth: TruthLog;
}

export function makeDatabaseDoors(tools: DoorTools, directory: InstanceDirectory): Promise<DatabaseDoor[]> {
  const partsOf = (site: Site) => directory.require(site.region, site.instance).parts;
  const now = ({ region, instance }: Site) =>
    directory.inRegion(region).find((one) => one.config.id === instance)?.parts;
  return Promise.all(
    tools.config.frontDoors.map(async (config) => {
      // An instance may be deleted, and another one made in its name.
      const sites = mapValues(config.sites, (site) => () => now(site)?.clientGateway ?? 'refused');
      const initial = initialSiteOf(config);
      for (const site of Object.values(config.sites)) partsOf(site);
      const { directGateway } = partsOf(initial);
      const door = await makeDoor(tools, { kind: 'database', ...config }, sites);
      return { config, door, direct: () => now(initial)?.directGateway ?? directGateway };
    }),
  );
}

type Site = FrontDoorConfig['sites'][string];

function initialSiteOf({ name, sites, initialSite }: FrontDoorConfig): Site {
  const site = sites[initialSite];
  if (!site)
    throw new Error(`the initial site ${initialSite} of the front door ${name} is none of its sites`);
  return site;
}

/** `gateways` has, for each service, a gateway by region. */
export function makeServiceDoors(
  tools: DoorTools,
  gateways: (service: ServiceConfig) => Promise<Record<string, RegionGateway>>,
): Promise<ServiceDoor[]> {
  return Promise.all(
    tools.config.services.map(async (config) => {
      const byRegion = await gateways(config);
      const sites = mapValues(config.sites, (site) => () => byRegion[site.region] ?? 'refused');
      const door = await makeDoor(tools, { kind: 'service', ...config }, sites);
      return { config, gateways: byRegion, door };
    }),
  );
}

interface Led extends Pick<FrontDoorConfig, 'name' | 'switch' | 'initialSite'> {
  /** Of what it is the door: a service may have a database's name. */
  readonly kind: 'database' | 'service';
}

async function makeDoor(
  tools: DoorTools,
  { kind, name, initialSite, switch: object }: Led,
  sites: Record<string, () => Route>,
): Promise<FrontDoor> {
  const { switchHealthCheckMs, switchThreshold, dnsTtlMs } = tools.config.delays;
  return makeFrontDoor(await tools.ports.free(), {
    initialSite,
    sites,
    readSwitch: () => Switch.safeParse(tools.readObject(object)).data?.activeSite,
    healthCheckMs: switchHealthCheckMs,
    threshold: switchThreshold,
    ttlMs: dnsTtlMs,
    onSwitched: (change) => tools.truth.append('door-switched', { kind, door: name, ...change }),
  });
}

function mapValues<T, U>(from: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(from).map(([key, value]): [string, U] => [key, map(value)]));
}
