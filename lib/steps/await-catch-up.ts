import { CatchUpLate, CatchUpPending, RegionUnreachable } from '../domain/failure.ts';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import { hasReached } from '../domain/run/wal-position.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** How long one call watches; after it the workflow tries again, so that no handler sleeps for minutes. */
const WATCH_MS = 20_000;
/** Nobody can write meanwhile. */
const LOOK_EVERY_MS = 2;

export interface AwaitCatchUpPorts extends StepPorts {
  readonly sessions: DatabaseServers;
}

/**
 * Waits until every replica has replayed all that its primary had written when the last writer was gone. Until then
 * nothing is promoted, so nothing can be lost.
 * @throws CatchUpPending (to be retried) while the plan's deadline has not passed, CatchUpLate when it has
 */
export function makeAwaitCatchUp(ports: AwaitCatchUpPorts) {
  return makeStep(ports, {
    state: 'AwaitCatchUp',
    input: SwitchoverInput,
    defersRecord: true,
    warm: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      const targets = located.flatMap(({ primaryAddress, replicaAddress, ...database }) =>
        [primaryAddress, replicaAddress].flatMap((address) =>
          address ? [asOperator(database, address)] : [],
        ),
      );
      await Promise.all(targets.map((target) => ports.sessions.state(target)));
    },
    act: async ({ run, seen }) => {
      const deadline = parseInstant(seen('DrainWriters').drainedAt) + run.catchUpDeadlineSeconds * 1e6;
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      return { databases: await Promise.all(located.map((database) => caughtUp(ports, database, deadline))) };
    },
  });
}

async function caughtUp(
  { clock, sessions }: AwaitCatchUpPorts,
  database: LocatedDatabase,
  deadline: Instant,
) {
  const { id, primary, primaryAddress, replicaAddress } = database;
  if (!primaryAddress) {
    const limit = 'an address of the primary';
    throw new RegionUnreachable({ subject: primary.instance, seen: 'none at discovery', limit });
  }
  const { lsn, nextTransaction } = await sessions.writePosition(asOperator(database, primaryAddress));
  const { lsn: replayedLsn } = await lookUntil(clock, {
    look: () => sessions.state(asOperator(database, replicaAddress)),
    enough: (state) => hasReached(state.lsn, lsn),
    deadline: Math.min(deadline, clock.now() + WATCH_MS * 1000),
    everyMs: LOOK_EVERY_MS,
  });
  if (hasReached(replayedLsn, lsn))
    return { id, lsn, nextTransaction, replayedLsn, caughtUpAt: formatInstant(clock.now()) };
  const Failure = clock.now() > deadline ? CatchUpLate : CatchUpPending;
  throw new Failure({
    subject: `the replica of ${id}`,
    seen: `replayed to ${replayedLsn}`,
    limit: `${lsn} by ${formatInstant(deadline)}`,
  });
}
