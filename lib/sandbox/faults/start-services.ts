import type { FollowedObject, ServiceConfig } from '../sandbox-config.ts';
import { makeLookAtWriters, type WritingService } from '../workload/look-at-writers.ts';
import type { RegionWorkload } from '../workload/region-workload.ts';
import type { StoreAddress } from '../workload/workload-order.ts';
import type { DatabaseWorldInput } from './database-world.ts';
import type { DatabaseDoor, ServiceDoor } from './make-doors.ts';
import type { RegionStates } from './region-states.ts';

export interface ServicesHere {
  readonly region: string;
  readonly workload: RegionWorkload;
  readonly services: readonly ServiceDoor[];
  readonly databaseDoors: readonly DatabaseDoor[];
}

export interface ServiceTools extends Pick<DatabaseWorldInput, 'readObject'> {
  readonly caPem: string;
  readonly states: RegionStates;
}

/** Starts the services of a region, which reach their stores through front doors alone, and obey their gates. */
export function startServices(here: ServicesHere, tools: ServiceTools): Promise<void> {
  const { region, workload, services, databaseDoors } = here;
  const order = {
    region,
    caPem: tools.caPem,
    services: services.map(({ config }) => ({
      name: config.name,
      stores: config.stores.map((store) => storeAddress(store, databaseDoors)),
    })),
  };
  const look = makeLookAtWriters(services.map((service) => writingService(service, region, tools)));
  return workload.start(order, look);
}

function writingService({ config, door }: ServiceDoor, region: string, tools: ServiceTools): WritingService {
  const { name, sites, writersGate } = config;
  return {
    name,
    sites: Object.keys(sites).filter((site) => sites[site]?.region === region),
    readGate: () => (writersGate ? readFrom(region, writersGate, tools) : undefined),
    activeSite: () => door.activeSite(),
  };
}

/** As a service reads that stands in a region: an object beyond a way that is cut cannot be read. */
function readFrom(region: string, gate: FollowedObject, { states, readObject }: ServiceTools): unknown {
  return states.reachability(gate.region, 's3', region) === 'up' ? readObject(gate) : null;
}

function storeAddress(store: ServiceConfig['stores'][number], doors: readonly DatabaseDoor[]): StoreAddress {
  const found = doors.find((one) => one.config.name === store.frontDoor);
  if (!found) throw new Error(`a service uses the front door ${store.frontDoor}, which is not configured`);
  return { ...store, host: found.door.host, port: found.door.port, database: found.config.database };
}
