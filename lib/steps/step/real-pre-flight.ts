import { type Fact, known, unknown } from '../../domain/brief/fact.ts';
import { reasonOf } from '../../domain/brief/reason-of.ts';
import { gatedRun } from '../../domain/preflight/gated-plan.ts';
import { ownLockGates } from '../../domain/preflight/own-lock-gates.ts';
import { recoveryGates } from '../../domain/preflight/preflight-gates.ts';
import { evidenceCheck, realChecks } from '../../domain/preflight/real-checks.ts';
import { isPromoted } from '../../domain/preflight/replica-gates.ts';
import { EVIDENCE } from '../../domain/preflight/run-gates.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { PreFlightCheck } from '../../domain/record/failover-outcomes.ts';
import { mustBe } from '../../domain/run/pre-flight-checks.ts';
import { engagedWords, type SafetyLever } from '../../domain/run/safety-lever.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { WithConditions } from '../../domain/run/with-conditions.ts';
import type { ClientSessions } from '../../ports/client-sessions.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { InstanceSettings } from '../../ports/instance-settings.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Traffic } from '../../ports/traffic.ts';
import { readLever } from './read-lever.ts';
import { databaseFacts } from './database-facts.ts';

/** A look at the replica's roles. */
const ROLES_LIMIT_MS = 4_000;

export interface RealPreFlightPorts {
  readonly sessions: DatabaseServers;
  readonly clients: ClientSessions;
  readonly settings: (region: string) => InstanceSettings;
  readonly traffic: Traffic;
  readonly objects: Pick<Objects, 'get'>;
}

export interface RealPreFlight {
  readonly run: WithConditions;
  readonly located: readonly LocatedDatabase[];
  readonly locks: OutcomeOf<'AcquireLock'>;
}

/**
 * What a real failover rests on: the gates of `muster preflight`. Those that the recovery site can answer are asked here,
 * all at once; the others are as they were at the confirmation. Of a primary region that was silent at discovery
 * nothing is asked. Only what makes a promotion senseless blocks; the rest is said.
 */
export async function realPreFlight(ports: RealPreFlightPorts, { run, located, locks }: RealPreFlight) {
  const settings = ports.settings(run.sites.recovery.region);
  const [databases, quotas, active, lever] = await Promise.all([
    Promise.all(located.map((database) => lookAtReplica(ports, run, database))),
    ask(() => settings.quotas()),
    ports.traffic.activeSite(run.switchKey),
    ask(() => readLever(ports.objects)),
  ]);
  const facts = databases.map((database) => database.facts);
  const confirmed = run.real?.gates ?? [];
  const gates = [
    ...recoveryGates(gatedRun(run), { databases: facts, quotas }),
    ...ownLockGates(run, locks),
    ...confirmed.filter(({ name }) => name !== EVIDENCE),
  ];
  const instances = located.flatMap(({ replica: { instance } }, index) => {
    const own = facts[index];
    return own && isPromoted(own) ? [instance] : [];
  });
  return {
    checks: [
      ...realChecks(gates, { instances, isExplained: isExplained(run, locks) }),
      evidenceCheck(confirmed, { plan: run.plan.name, staleEvidence: run.real?.staleEvidence ?? null }),
      ...surroundings(run, active),
      leverCheck(run, lever),
    ],
    databases: databases.map(({ seen }) => seen),
  };
}

function isExplained(
  { real }: WithConditions,
  { preempted, takenOverFrom }: RealPreFlight['locks'],
): boolean {
  const isAdopted = real?.adopted.some(({ state }) => state === 'PromoteReplica') ?? false;
  return isAdopted || preempted !== null || takenOverFrom !== null || typeof real?.despite === 'string';
}

function surroundings({ plan, sites, real }: WithConditions, active: string | null): PreFlightCheck[] {
  const { primary } = sites;
  const traffic = { seen: active ?? primary.name, wanted: primary.name };
  const confirmed = { seen: real?.confirmed ?? 'nobody', wanted: plan.name };
  return [
    mustBe('confirmed by the name of the plan', plan.name, confirmed),
    { ...mustBe('traffic at the primary site', plan.name, traffic), blocking: false },
  ];
}

/** The safe point at which a real failover heeds the lever: nothing is changed yet, and who started it may not have seen it. */
function leverCheck({ sites, real }: WithConditions, lever: Fact<SafetyLever | null>): PreFlightCheck {
  const engaged = lever.known ? engagedWords(lever.value) : null;
  const past = real?.pastLever ? `; ${real.initiator} goes past it: ${real.pastLever}` : '';
  return {
    name: 'safety lever',
    subject: sites.recovery.name,
    passed: lever.known && engaged === null,
    blocking: engaged !== null && past === '',
    seen: lever.known
      ? (engaged ?? 'disengaged') + (engaged === null ? '' : past)
      : `not known: ${lever.why}`,
    limit: 'disengaged: `npx muster lever release`, and retry',
  };
}

/** Without an answer of the server itself nothing can be judged later: that is a failure of the step. */
async function lookAtReplica(
  { sessions, clients, settings }: RealPreFlightPorts,
  { sites }: WithConditions,
  database: LocatedDatabase,
) {
  const operator = asOperator(database, database.replicaAddress);
  const asked = sessions.state(operator);
  const facts = databaseFacts({
    database,
    settings: settings(sites.recovery.region),
    primarySettings: database.primaryAddress
      ? known(settings(sites.primary.region))
      : unknown('its region did not answer at discovery'),
    server: async () => {
      const standing = clients.standing(operator, database.fencedRoles, ROLES_LIMIT_MS);
      const [state, { others }] = await Promise.all([asked, standing]);
      return { ...state, others };
    },
    ask,
  });
  const [replica, found] = await Promise.all([asked, facts]);
  const { claimedLagSeconds } = replica;
  return { facts: found, seen: { id: database.id, primary: null, replica, claimedLagSeconds } };
}

/** Each call has a time-out of its own. */
function ask<T>(read: () => Promise<T>): Promise<Fact<T>> {
  return read().then(known, (error: unknown) => unknown(reasonOf(error)));
}
