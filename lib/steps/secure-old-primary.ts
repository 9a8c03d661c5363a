import { HeartbeatNotFresh, RegionUnreachable } from '../domain/failure.ts';
import { loginsLeft } from '../domain/fence/logins-left.ts';
import { mustBe } from '../domain/run/pre-flight-checks.ts';
import { HeartbeatStatus } from '../domain/run/heartbeat-input.ts';
import type { PreFlightCheck } from '../domain/record/failover-outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import { seriesRun } from '../domain/run/series-run.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { DatabaseServers, ServerState } from '../ports/database-servers.ts';
import type { Databases } from '../ports/databases.ts';
import type { Objects } from '../ports/objects.ts';
import type { Traffic } from '../ports/traffic.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

const FENCE_LIMIT_MS = 10_000;
const PROBE_LIMIT_MS = 2_000;
const BASELINE_SAMPLES = 25;

export interface SecureOldPrimaryPorts extends StepPorts {
  readonly databases: Databases;
  readonly sessions: DatabaseServers & DatabaseLogins;
  readonly objects: Objects;
  readonly traffic: Traffic;
}

type Context = StepContext<SwitchoverInput>;

/**
 * Before a second copy is made in an old primary's name: looks whether a failover has left the roles as it is said to
 * have, and only then makes sure once more that no client can write to the old primary. A check that fails leaves
 * everything as it is. Idempotent.
 * @throws RegionUnreachable (to be retried) when a server is slow, HeartbeatNotFresh (to be retried) until the series of what serves have a baseline
 */
export function makeSecureOldPrimary(ports: SecureOldPrimaryPorts) {
  return makeStep(ports, {
    state: 'SecureOldPrimary',
    input: SwitchoverInput,
    looksFirst: true,
    intent: ({ run }) => ({ databases: run.databases.map(({ id, fencedRoles }) => ({ id, fencedRoles })) }),
    act: async (context) => {
      const located = locateDatabases(context.run, context.seen('DiscoverDatabases'));
      const looked = await Promise.all(located.map((database) => lookAt(ports, database)));
      const checks = [...looked.flatMap((one) => one.checks), await trafficCheck(ports, context)];
      if (checks.some(({ passed }) => !passed)) {
        const databases = looked.map(({ id, old, promoted }) => ({ id, old, promoted, probe: 'not tried' }));
        return { checks, databases };
      }
      await mustBeWatched(ports, context);
      await context.stillOwner();
      const fenced = await Promise.all(located.map((database) => fence(ports, database)));
      return {
        checks: [...checks, ...fenced.map(({ check }) => check)],
        databases: looked.map(({ id, old, promoted }, index) => {
          return { id, old, promoted, probe: fenced[index]?.probe ?? 'not tried' };
        }),
      };
    },
  });
}

async function lookAt({ databases, sessions }: SecureOldPrimaryPorts, database: LocatedDatabase) {
  const { id, primary, replica, primaryAddress, replicaAddress } = database;
  const [instance, promoted, old] = await Promise.all([
    databases.describe(replica),
    answered(replica.instance, sessions.state(asOperator(database, replicaAddress))),
    primaryAddress && sessions.state(asOperator(database, primaryAddress)).catch((error: Error) => error),
  ]);
  const checks = [
    mustBe('promoted server available', replica.instance, { seen: instance.status, wanted: 'available' }),
    mustBe('promoted server copies nobody', replica.instance, {
      seen: instance.source ?? 'none',
      wanted: 'none',
    }),
    mustBe('promoted server accepts writes', replica.instance, {
      seen: String(!promoted.inRecovery),
      wanted: 'true',
    }),
    ...oldChecks(primary.instance, old, promoted),
  ];
  return { id, checks, promoted, old: old instanceof Error ? null : old };
}

function oldChecks(
  instance: string,
  old: ServerState | Error | null,
  promoted: ServerState,
): readonly PreFlightCheck[] {
  if (old === null || old instanceof Error) {
    const seen = old?.message ?? 'its region does not answer';
    return [mustBe('old primary can be read', instance, { seen, wanted: 'an answer' })];
  }
  return [
    mustBe('old primary is of the same system', instance, {
      seen: old.systemIdentifier,
      wanted: promoted.systemIdentifier,
    }),
    mustBe('old primary is a copy of nobody', instance, { seen: String(!old.inRecovery), wanted: 'true' }),
    mustBe('promoted server is on a later timeline than the old primary', instance, {
      seen: String(promoted.timeline > old.timeline),
      wanted: 'true',
    }),
  ];
}

async function trafficCheck({ traffic }: SecureOldPrimaryPorts, { run }: Context) {
  const active = await traffic.activeSite(run.switchKey);
  const wanted = run.sites.recovery.name;
  return mustBe('traffic at the promoted site', run.plan.name, { seen: active ?? 'never switched', wanted });
}

/** From here on what clients see is on record: a second copy is made beside them, and they shall not notice. */
async function mustBeWatched({ objects }: SecureOldPrimaryPorts, { run, seen }: Context): Promise<void> {
  const series = seen('StartHeartbeat').executions.filter(({ role }) => role === 'ledger');
  for (const { role, database } of series) {
    const source = database ?? 'services';
    const stored = await objects.get(runKeys.status(seriesRun(run), role, source));
    const good = stored ? HeartbeatStatus.parse(JSON.parse(stored.text)).good : 0;
    if (good >= BASELINE_SAMPLES) continue;
    const limit = `${BASELINE_SAMPLES} good samples`;
    throw new HeartbeatNotFresh({ subject: `${role} of ${source}`, seen: String(good), limit });
  }
}

/** A server that is slow to answer for once is asked again. */
function answered<T>(subject: string, answer: Promise<T>): Promise<T> {
  return answer.catch((cause: Error) => {
    throw new RegionUnreachable({ subject, seen: cause.message, limit: 'an answer', cause });
  });
}

async function fence({ sessions }: SecureOldPrimaryPorts, database: LocatedDatabase) {
  const { primary, primaryAddress, fencedRoles } = database;
  if (!primaryAddress) throw new Error(`${primary.instance} was looked at, and has no address`);
  const operator = asOperator(database, primaryAddress);
  const standing = await answered(primary.instance, sessions.fence(operator, fencedRoles, FENCE_LIMIT_MS));
  const left = loginsLeft(fencedRoles, standing);
  const probe = await sessions.probeLogin(asHeartbeat(database, primaryAddress), PROBE_LIMIT_MS);
  const seen = left === '' ? probe.result : left;
  return {
    probe: `${probe.result}: ${probe.seen}`,
    check: mustBe('no client can write to the old primary', primary.instance, { seen, wanted: 'refused' }),
  };
}
