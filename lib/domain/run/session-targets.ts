import type { OutcomeOf } from '../record/outcomes.ts';
import type { RunCommon, RunDatabase } from './run-parts.ts';

type Address = { readonly host: string; readonly port: number };

/** A database of the run with the addresses that discovery found for its two instances. */
export interface LocatedDatabase extends RunDatabase {
  readonly primaryAddress: Address | null;
  readonly replicaAddress: Address;
}

/** Joins the run's databases with what DiscoverDatabases saw. @throws RangeError when one was not discovered. */
export function locateDatabases(
  run: Pick<RunCommon, 'databases'>,
  discovered: OutcomeOf<'DiscoverDatabases'>,
): readonly LocatedDatabase[] {
  return run.databases.map((database) => {
    const found = discovered.databases.find(({ id }) => id === database.id);
    if (!found) throw new RangeError(`database ${database.id} of the plan was not discovered in this run`);
    return { ...database, primaryAddress: found.primary, replicaAddress: found.replica };
  });
}

/** The operator's session on an instance. */
export function asOperator(database: RunDatabase, address: Address) {
  return { ...address, database: database.database, secret: database.operatorSecret };
}

/** The heartbeat writer's session on an address: a client's view, with a client's rights. */
export function asHeartbeat(database: RunDatabase, address: Address) {
  return { ...address, database: database.database, secret: database.heartbeatSecret };
}
