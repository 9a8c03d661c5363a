import type { OutcomeOf } from '../record/outcomes.ts';
import type { RunCommon, RunDatabase } from './run-parts.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

/** A database of the run with the addresses that discovery found for its two instances. */
export interface LocatedDatabase extends RunDatabase {
  readonly primaryAddress: Address | null;
  readonly replicaAddress: Address;
  /** Of the primary at discovery; empty when its region did not answer. */
  readonly securityGroups: readonly string[];
}

/** Joins the run's databases with what DiscoverDatabases saw. @throws RangeError when one was not discovered. */
export function locateDatabases(
  run: Pick<RunCommon, 'databases'>,
  discovered: OutcomeOf<'DiscoverDatabases'>,
): readonly LocatedDatabase[] {
  return run.databases.map((database) => {
    const found = discovered.databases.find(({ id }) => id === database.id);
    if (!found) throw new RangeError(`database ${database.id} of the plan was not discovered in this run`);
    const { primary, replica } = found;
    return {
      ...database,
      primaryAddress: primary && { host: primary.host, port: primary.port },
      replicaAddress: replica,
      securityGroups: primary?.securityGroups ?? [],
    };
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
