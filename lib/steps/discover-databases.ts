import { RunCommon } from '../domain/run/run-parts.ts';
import type { Databases } from '../ports/databases.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { whereDatabasesStand } from './step/where-databases-stand.ts';

export interface DiscoverDatabasesPorts extends StepPorts {
  readonly databases: Databases;
  /** The same, for a region that is likely to be lost: it is given up sooner. */
  readonly hurriedDatabases: Databases;
}

/**
 * Asks both regions' control planes where the databases stand; a primary whose region is silent is null. In a real run
 * a region in which not even the lock could be reached is not waited for as long as one of which nothing is known.
 */
export function makeDiscoverDatabases(ports: DiscoverDatabasesPorts) {
  return makeStep(ports, {
    state: 'DiscoverDatabases',
    input: RunCommon,
    act: ({ run, maybe }) => {
      const { databases, hurriedDatabases } = ports;
      const isSilent = maybe('AcquireLock')?.notTaken.some(({ site }) => site === run.sites.primary.name);
      const inPrimary = run.scope === 'real' && isSilent ? hurriedDatabases : databases;
      return whereDatabasesStand(databases, run, inPrimary);
    },
  });
}
