import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../../ports/databases.ts';
import { cannotBeAsked } from './cannot-be-asked.ts';

/**
 * Where both control planes say that the databases stand; a primary whose region cannot be asked is null. `inPrimary` asks
 * the region of the primaries, where that is to be asked in another way.
 */
export async function whereDatabasesStand(
  databases: Databases,
  run: Pick<RunCommon, 'databases' | 'scope'>,
  inPrimary = databases,
): Promise<OutcomeOf<'DiscoverDatabases'>> {
  const found = run.databases.map(async ({ id, primary, replica }) => {
    const [seenPrimary, seenReplica] = await Promise.all([
      describeIfReachable(inPrimary, primary, run.scope),
      databases.describe(replica),
    ]);
    return {
      id,
      ...('notSeen' in seenPrimary
        ? { primary: null, notSeen: seenPrimary.notSeen }
        : { primary: { ...addressOf(seenPrimary), securityGroups: [...seenPrimary.securityGroups] } }),
      replica: addressOf(seenReplica),
    };
  });
  return { databases: await Promise.all(found) };
}

async function describeIfReachable(
  databases: Databases,
  ref: InstanceRef,
  scope: RunCommon['scope'],
): Promise<DatabaseInstance | { readonly notSeen: string }> {
  try {
    return await databases.describe(ref);
  } catch (error) {
    if (!cannotBeAsked(scope, error) || !(error instanceof Error)) throw error;
    return { notSeen: error.message };
  }
}

function addressOf({ host, port }: DatabaseInstance) {
  return { host, port };
}
