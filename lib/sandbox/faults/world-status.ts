import { join } from 'node:path';
import type { ExperimentDirectory } from '../fis/experiment-directory.ts';
import type { RegionGateway } from '../network/region-gateway.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { BuiltWorld } from './built-world.ts';
import type { DatabaseWorldStatus } from './database-world.ts';
import type { DatabaseDoor, ServiceDoor } from './make-doors.ts';
import type { RegionStates } from './region-states.ts';

export interface StatusSources {
  readonly stateDir: string;
  readonly states: RegionStates;
  /** Absent until the parts are built. */
  readonly world: BuiltWorld | undefined;
  readonly experiments: ExperimentDirectory | undefined;
}

/** What stands now, for `sandbox status`. */
export function worldStatus({ stateDir, states, world, experiments }: StatusSources): DatabaseWorldStatus {
  return {
    caFile: caFileOf(stateDir),
    instances: (world?.directory.all ?? []).map((one) => describeInstance(one, states)),
    frontDoors: (world?.databaseDoors ?? []).map((one) => describeDoor(one, stateDir)),
    services: (world?.serviceDoors ?? []).map(describeService),
    regions: states.names().map((name) => ({ name, state: states.stateOf(name).state })),
    faults: states.names().flatMap((name) => (experiments ? faultsIn(name, experiments) : [])),
  };
}

/** Certificate of the authority that signs every server of the sandbox. */
export function caFileOf(stateDir: string): string {
  return join(stateDir, 'ca.pem');
}

export function passwordFileOf(stateDir: string, frontDoor: string): string {
  return join(stateDir, 'front-doors', `${frontDoor}.password`);
}

function describeInstance(
  instance: DatabaseInstance,
  states: RegionStates,
): DatabaseWorldStatus['instances'][number] {
  const { id, region } = instance.config;
  const { gateway, directGateway, witnessGateways } = instance.parts;
  const witnesses = [...witnessGateways].map(([from, way]) => [from, addressOf(way)] as const);
  const regionState = states.stateOf(region).state;
  return {
    id,
    region,
    ...addressOf(gateway),
    inside: addressOf(directGateway),
    witnesses: Object.fromEntries(witnesses),
    state: regionState === 'up' ? instance.status : regionState,
    role: instance.isReplica ? 'replica' : 'primary',
    pid: instance.running?.pid ?? null,
  };
}

function addressOf({ host, port }: RegionGateway): { host: string; port: number } {
  return { host, port };
}

function describeDoor(
  { config, door, direct }: DatabaseDoor,
  stateDir: string,
): DatabaseWorldStatus['frontDoors'][number] {
  const { name, database, user } = config;
  const { host, port } = door;
  const passwordFile = passwordFileOf(stateDir, name);
  const activeSite = door.activeSite();
  const inside = { host: direct().host, port: direct().port };
  return { name, host, port, direct: inside, database, user, passwordFile, activeSite };
}

function describeService({ config, door }: ServiceDoor): DatabaseWorldStatus['services'][number] {
  return { name: config.name, url: `http://${door.host}:${door.port}/`, activeSite: door.activeSite() };
}

function faultsIn(region: string, experiments: ExperimentDirectory): DatabaseWorldStatus['faults'] {
  const active = experiments.experimentsIn(region).filter((one) => one.isActive);
  return active.map((one) => ({ experiment: one.id, fault: one.order.template.fault, region }));
}
