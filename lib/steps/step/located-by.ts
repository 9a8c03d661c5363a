import type { FailoverInput } from '../../domain/run/failover-input.ts';
import { type LocatedDatabase, locateDatabases } from '../../domain/run/session-targets.ts';
import { isFenced } from './fence-in-force.ts';
import type { StepContext } from './make-step.ts';

type Context = StepContext<FailoverInput>;

/**
 * The databases of a run as it has found them, or where it came to no discovery, as one has that it has pre-empted. Of an
 * old primary that such a one has fenced it is known how it stood before that. None where none of them has looked.
 */
export function locatedBy(changers: readonly Context[]): readonly LocatedDatabase[] {
  const looks = changers.flatMap((changer) => {
    const discovered = changer.maybe('DiscoverDatabases');
    if (!discovered) return [];
    const located = locateDatabases(changer.run, discovered).map((one) => foundAgain(changer, one));
    return [{ located, isFencer: isFenced(changer) }];
  });
  const [own, ...others] = looks;
  const before = others.filter(({ isFencer }) => isFencer).flatMap(({ located }) => located);
  return (own?.located ?? []).map((database) =>
    before.filter(({ id }) => id === database.id).reduce(asBefore, database),
  );
}

/** One that was silent at discovery and had come back before the promotion, where it stood then. */
function foundAgain({ maybe }: Context, database: LocatedDatabase): LocatedDatabase {
  const back = maybe('DeferFence')?.back.find(({ id }) => id === database.id);
  if (!back) return database;
  const { securityGroups, ...primaryAddress } = back.address;
  return { ...database, primaryAddress, securityGroups };
}

/** The network may have been found closed by whoever comes later, and its address not at all. */
function asBefore(found: LocatedDatabase, before: LocatedDatabase): LocatedDatabase {
  return {
    ...found,
    primaryAddress: found.primaryAddress ?? before.primaryAddress,
    securityGroups: before.securityGroups.length > 0 ? before.securityGroups : found.securityGroups,
  };
}
