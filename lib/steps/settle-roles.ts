import { CleanUpIncomplete } from '../domain/failure.ts';
import { asOperator, type LocatedDatabase } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { ApplicationWriters } from '../ports/application-writers.ts';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption } from '../ports/disruption.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { Traffic } from '../ports/traffic.ts';
import { drainedDatabases } from './step/drained-databases.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { experimentsOf, undoAll } from './step/run-experiments.ts';
import { wasPromoted } from './step/was-promoted.ts';

/** A promotion that was accepted is waited for. */
const PROMOTED_LIMIT_MS = 60_000;
const POLL_MS = 100;

export interface SettleRolesPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly sessions: DatabaseServers & DatabaseLogins;
  readonly traffic: Traffic;
  readonly writers: ApplicationWriters;
  readonly jobs: BackgroundJobs;
}

type Context = StepContext<SwitchoverInput>;

/**
 * Leaves the roles in one of two ways, whatever has happened before: if no replica of the leg was promoted, all is as it
 * was at its start, logins and jobs included; if one was, the change of roles is brought to its end, with the gate of the
 * writers of the site that serves now, which an earlier failover may have closed. Undoes the run's conditions. Idempotent.
 * @throws CleanUpIncomplete when a server that is to serve cannot be reached, or does not leave recovery
 */
export function makeSettleRoles(ports: SettleRolesPorts) {
  return makeStep(ports, {
    state: 'SettleRoles',
    input: SwitchoverInput,
    intent: ({ run, event }) => ({ leg: event.leg ?? 'there', databases: run.databases.map(({ id }) => id) }),
    act: async (context) => {
      const experimentState = await undoAll(ports, await experimentsOf(ports, context));
      if (context.run.reprotection) return { experimentState, ...asFailoverLeftThem(context) };
      const located = drainedDatabases(context.run, context);
      const promoted = await Promise.all(located.map((database) => wasPromoted(ports, context, database)));
      await context.stillOwner();
      const settled = promoted.includes(true)
        ? await bringToItsEnd(ports, context, located)
        : await takeBack(ports, context, located);
      return { experimentState, ...settled, jobsStarted: await startJobs(ports, context) };
    },
  });
}

/** Nobody was drained and nothing promoted; a replica that was begun has to be brought to its end. */
function asFailoverLeftThem({ run, maybe, undecided }: Context) {
  const begun = maybe('RebuildReplica') !== null || undecided('RebuildReplica');
  const rebuild = begun && maybe('RetireOldPrimary') === null ? ('there' as const) : null;
  const activeSite = run.sites.recovery.name;
  return { holds: 'there' as const, rebuild, activeSite, databases: [], jobsStarted: false };
}

async function takeBack(
  ports: SettleRolesPorts,
  { event, run }: Context,
  located: readonly LocatedDatabase[],
) {
  const databases = await Promise.all(
    located.map(async (database) => {
      const { id, primary, primaryAddress, fencedRoles } = database;
      if (!primaryAddress) throw cannot(primary.instance, 'its address is not known');
      const operator = asOperator(database, primaryAddress);
      const rolesWithLogin = await admitted(ports, {
        operator,
        roles: fencedRoles,
        instance: primary.instance,
      });
      return { id, primary: primary.instance, rolesWithLogin, waitedSeconds: 0 };
    }),
  );
  const holds = event.leg === 'back' ? ('there' as const) : null;
  return { holds, rebuild: null, activeSite: located.length > 0 ? run.sites.primary.name : null, databases };
}

async function bringToItsEnd(
  ports: SettleRolesPorts,
  { event, run, maybe, seen }: Context,
  located: readonly LocatedDatabase[],
) {
  const databases = await Promise.all(located.map((database) => completed(ports, database)));
  const site = run.sites.recovery.name;
  const { generation } = seen('AcquireLock');
  const by = { run: run.run, generation };
  if (maybe('SwitchTraffic')?.activeSite !== site)
    await ports.traffic.activate({ key: run.switchKey, activeSite: site, ...by });
  const { writersKey: key } = run.fence;
  if (key !== null) await ports.writers.open({ key, site, ...by });
  const leg = event.leg ?? 'there';
  return { holds: leg, rebuild: maybe('RetireOldPrimary') ? null : leg, activeSite: site, databases };
}

/** One of several may not have been promoted: with the others gone over it follows them. */
async function completed(ports: SettleRolesPorts, database: LocatedDatabase) {
  const { id, replica, replicaAddress, fencedRoles } = database;
  const { clock, databases, sessions } = ports;
  const began = clock.now();
  if ((await databases.describe(replica)).source !== null)
    await databases.promote(replica).catch((error: Error) => {
      if (error.name !== 'PromotionRefused') throw error;
    });
  const operator = asOperator(database, replicaAddress);
  const inRecovery = await lookUntil(clock, {
    look: () => sessions.inRecovery(operator).catch((error: Error) => error.message),
    enough: (seen) => seen === false,
    deadline: began + PROMOTED_LIMIT_MS * 1000,
    everyMs: POLL_MS,
  });
  if (inRecovery !== false)
    throw cannot(replica.instance, typeof inRecovery === 'string' ? inRecovery : 'still in recovery');
  const rolesWithLogin = await admitted(ports, { operator, roles: fencedRoles, instance: replica.instance });
  return { id, primary: replica.instance, rolesWithLogin, waitedSeconds: (clock.now() - began) / 1e6 };
}

interface Admission {
  readonly operator: SessionTarget;
  readonly roles: readonly string[];
  readonly instance: string;
}

async function admitted({ sessions }: SettleRolesPorts, { operator, roles, instance }: Admission) {
  const able = await sessions.admit(operator, roles).catch((error: Error) => {
    throw cannot(instance, error.message, error);
  });
  const missing = roles.filter((role) => !able.includes(role));
  if (missing.length > 0) throw cannot(instance, `still without login: ${missing.join(', ')}`);
  return [...able];
}

/** Those that the leg has stopped, or may have, and that nobody has started since. */
async function startJobs({ jobs }: SettleRolesPorts, context: Context): Promise<boolean> {
  const { run, maybe, undecided, seen } = context;
  const names = run.backgroundJobs.map(({ name }) => name);
  const stopped = maybe('StopBackgroundJobs') !== null || undecided('StopBackgroundJobs');
  if (!stopped || maybe('StartBackgroundJobs') !== null || names.length === 0) return false;
  const { generation } = seen('AcquireLock');
  await jobs.start({ key: run.jobsKey, jobs: names, run: run.run, generation });
  return true;
}

function cannot(subject: string, seen: string, cause?: unknown): CleanUpIncomplete {
  return new CleanUpIncomplete({ subject, seen, limit: 'a primary that its clients can log in to', cause });
}
