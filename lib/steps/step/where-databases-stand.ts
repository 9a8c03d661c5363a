import { RegionUnreachable } from '../../domain/failure.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../../ports/databases.ts';

/**
 * Where both control planes say that the databases stand; a primary whose region is silent is null. `inPrimary` asks
 * the region of the primaries, where that is to be asked in another way.
 */
export async function whereDatabasesStand(
  databases: Databases,
  run: Pick<RunCommon, 'databases'>,
  inPrimary = databases,
): Promise<OutcomeOf<'DiscoverDatabases'>> {
  const found = run.databases.map(async ({ id, primary, replica }) => {
    const [seenPrimary, seenReplica] = await Promise.all([
      describeIfReachable(inPrimary, primary),
      databases.describe(replica),
    ]);
    return {
      id,
      primary: seenPrimary && {
        ...addressOf(seenPrimary),
        securityGroups: [...seenPrimary.securityGroups],
      },
      replica: addressOf(seenReplica),
    };
  });
  return { databases: await Promise.all(found) };
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
