import { formatInstant, parseInstant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import { RegionUnreachable, WindowClosed } from '../domain/failure.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface DrainWritersPorts extends StepPorts {
  readonly sessions: DatabaseLogins & DatabaseServers;
}

/**
 * From here on writers are refused: no client role logs in any more, and each session ends between two transactions, or
 * at the plan's deadline within one. Idempotent.
 * @throws WindowClosed outside the run's window, RegionUnreachable when an old primary was not found, and Error when a
 * session cannot be ended
 */
export function makeDrainWriters(ports: DrainWritersPorts) {
  return makeStep(ports, {
    state: 'DrainWriters',
    input: SwitchoverInput,
    defersRecord: true,
    intent: ({ run }) => ({ databases: run.databases.map(({ id, fencedRoles }) => ({ id, fencedRoles })) }),
    warm: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      await Promise.all(located.map((database) => ports.sessions.state(operatorOf(database))));
    },
    act: async ({ run, seen }) => {
      const requestedAt = formatInstant(ports.clock.now());
      mustBeOpen(run, requestedAt);
      const databases = await Promise.all(
        locateDatabases(run, seen('DiscoverDatabases')).map(async (database) => {
          const { id, fencedRoles } = database;
          const deadlineMs = run.drainDeadlineSeconds * 1000;
          const drained = await ports.sessions.drain(operatorOf(database), fencedRoles, deadlineMs);
          return { id, ...drained, rolesWithoutLogin: [...drained.rolesWithoutLogin] };
        }),
      );
      return { requestedAt, drainedAt: formatInstant(ports.clock.now()), databases };
    },
  });
}

/** Nobody has been refused yet: a window that has closed meanwhile leaves everything as it is. */
function mustBeOpen({ window, plan }: SwitchoverInput, at: string): void {
  if (
    !window ||
    (parseInstant(window.from) <= parseInstant(at) && parseInstant(at) < parseInstant(window.to))
  )
    return;
  const limit = `from ${window.from} to ${window.to}`;
  throw new WindowClosed({ subject: `the window of plan ${plan.name}`, seen: at, limit });
}

function operatorOf(database: LocatedDatabase) {
  const { primary, primaryAddress } = database;
  if (primaryAddress) return asOperator(database, primaryAddress);
  const limit = 'an address of the primary, as its region gives it';
  throw new RegionUnreachable({ subject: primary.instance, seen: 'none at discovery', limit });
}
