import { RunCommon } from '../domain/run/run-parts.ts';
import { RegionUnreachable } from '../domain/failure.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../ports/databases.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface DiscoverDatabasesPorts extends StepPorts {
  readonly databases: Databases;
}

/** Asks both regions' control planes where the databases stand; a primary whose region is silent is null. */
export function makeDiscoverDatabases(ports: DiscoverDatabasesPorts) {
  return makeStep(ports, {
    state: 'DiscoverDatabases',
    input: RunCommon,
    act: async ({ run }) => ({
      databases: await Promise.all(
        run.databases.map(async ({ id, primary, replica }) => {
          const [seenPrimary, seenReplica] = await Promise.all([
            describeIfReachable(ports.databases, primary),
            ports.databases.describe(replica),
          ]);
          return { id, primary: seenPrimary && addressOf(seenPrimary), replica: addressOf(seenReplica) };
        }),
      ),
    }),
  });
}

async function describeIfReachable(databases: Databases, ref: InstanceRef): Promise<DatabaseInstance | null> {
  try {
    return await databases.describe(ref);
  } catch (error) {
    if (error instanceof RegionUnreachable) return null;
    throw error;
  }
}

function addressOf({ host, port }: DatabaseInstance) {
  return { host, port };
}
