import { RunCommon } from '../domain/run/run-parts.ts';
import type { Databases } from '../ports/databases.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { whereDatabasesStand } from './step/where-databases-stand.ts';

export interface DiscoverDatabasesPorts extends StepPorts {
  readonly databases: Databases;
}

/** Asks both regions' control planes where the databases stand; a primary whose region is silent is null. */
export function makeDiscoverDatabases(ports: DiscoverDatabasesPorts) {
  return makeStep(ports, {
    state: 'DiscoverDatabases',
    input: RunCommon,
    act: ({ run }) => whereDatabasesStand(ports.databases, run),
  });
}
