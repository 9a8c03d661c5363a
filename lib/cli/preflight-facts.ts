import { accessInstanceSettings, type SettingsAccess } from '../aws/instance-settings.ts';
import { lookAtOrchestrator, type OrchestratorLook } from '../aws/orchestrator-look.ts';
import { lookAtSite, type SiteLook } from '../aws/site-look.ts';
import { drillProof } from '../domain/brief/drill-proof.ts';
import { type Fact, fromFact, known } from '../domain/brief/fact.ts';
import type { Instant } from '../domain/instant.ts';
import type { Deployed, PreflightFacts } from '../domain/preflight/preflight-facts.ts';
import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { makePgClientSessions } from '../postgres/pg-client-sessions.ts';
import { makePgServers } from '../postgres/pg-servers.ts';
import { SessionPool } from '../postgres/session-pool.ts';
import { databaseFacts } from '../steps/step/database-facts.ts';
import { bucketFacts } from './bucket-facts.ts';
import { factWithin } from './fact-within.ts';
import { failoversHere, failoversIn, mergedFailovers } from './former-failovers.ts';
import { type Ground, lookAtSites } from './look-at-sites.ts';
import { stateMachineArn } from './sandbox-world.ts';
import { lockHolder } from './site-facts.ts';
import type { StateDirectory } from './state-directory.ts';

/** What has not answered by then is not known. */
const LIMIT_MS = 6_000;
/** Nobody waits at night for this: a cold function may take its time. */
const PATIENT = { lostMs: 10_000, deadlineMs: 20_000 };
/** Workflows that a real failover runs. */
const MACHINES = ['failover', 'heartbeat', 'deferred-fence'] as const;

export interface PreflightLooking {
  readonly plan: RecoveryPlan;
  readonly sha256: string;
  readonly ground: Ground;
  readonly state: StateDirectory;
  /** PEM of the authority that the servers' certificates are verified against. */
  readonly ca: string;
  readonly now: () => Instant;
}

interface Clients {
  readonly primary: SiteLook;
  readonly recovery: SiteLook;
  readonly primarySettings: SettingsAccess;
  readonly settings: SettingsAccess;
  readonly orchestrator: OrchestratorLook;
}

/** Finds out all that a plan's gates rest on, everything at once, and changes nothing. */
export async function gatherPreflightFacts(looking: PreflightLooking): Promise<PreflightFacts> {
  const { plan, ground } = looking;
  const { primary, recovery } = plan.sites;
  const clients: Clients = {
    primary: lookAtSite(ground, primary),
    recovery: lookAtSite(ground, recovery),
    primarySettings: accessInstanceSettings(ground, primary.region),
    settings: accessInstanceSettings(ground, recovery.region),
    orchestrator: lookAtOrchestrator(ground, recovery.region),
  };
  try {
    return await gather(looking, clients);
  } finally {
    const { primary: one, recovery: other, primarySettings, settings, orchestrator } = clients;
    for (const client of [one, other, primarySettings, settings, orchestrator]) client.close();
  }
}

async function gather(looking: PreflightLooking, clients: Clients): Promise<PreflightFacts> {
  const { plan, ground } = looking;
  const [sites, databases, deployed, locks, proof, buckets, quotas] = await Promise.all([
    factWithin(() => lookAtSites(plan, ground, { patience: PATIENT }), PATIENT.deadlineMs + LIMIT_MS),
    Promise.all(
      plan.databases.map((database) =>
        databaseFacts({
          database,
          settings: clients.settings,
          primarySettings: known(clients.primarySettings),
          server: () => askReplica(looking, database, clients.recovery),
          ask,
        }),
      ),
    ),
    deployedFacts(plan, clients),
    lockFacts(plan, clients),
    proofFact(looking, clients),
    bucketFacts(plan, ground, ask),
    ask(() => clients.settings.quotas()),
  ]);
  return { plan, sites, databases, ...deployed, locks, proof, buckets, quotas };
}

function ask<T>(read: () => Promise<T>): Promise<Fact<T>> {
  return factWithin(read, LIMIT_MS);
}

async function askReplica(
  { ca, now }: PreflightLooking,
  { replica, database, operatorSecret, fencedRoles }: Database,
  site: SiteLook,
) {
  const { host, port } = await site.databases.describe({ region: site.region, instance: replica.instance });
  const target = { host, port, database, secret: operatorSecret };
  const pool = new SessionPool({ secrets: site.secrets, ca }, () => performance.now());
  try {
    const { inRecovery, receiverStatus, claimedLagSeconds } = await makePgServers({ pool, now }).state(
      target,
    );
    const { others } = await makePgClientSessions(pool).standing(target, fencedRoles, LIMIT_MS);
    return { inRecovery, receiverStatus, claimedLagSeconds, others };
  } finally {
    await pool.kept(target)?.client.end();
  }
}

/** The functions are those that the deployed workflows call: what counts is what would run. */
async function deployedFacts(
  plan: RecoveryPlan,
  { orchestrator }: Clients,
): Promise<Pick<PreflightFacts, 'machines' | 'functions'>> {
  const machines = await Promise.all(
    MACHINES.map(async (name) => ({
      name,
      described: await ask(() => orchestrator.machine(stateMachineArn(plan, name))),
    })),
  );
  const called = machines.flatMap(({ described }) => (described.known ? described.value.functions : []));
  return {
    machines: machines.map(({ name, described }): Deployed => {
      return { name, state: fromFact(described, ({ state }) => known(state)) };
    }),
    functions: await Promise.all(
      [...new Set(called)].map(async (name): Promise<Deployed> => {
        return { name, state: await ask(() => orchestrator.functionState(name)) };
      }),
    ),
  };
}

async function lockFacts(
  plan: RecoveryPlan,
  { primary, recovery }: Clients,
): Promise<PreflightFacts['locks']> {
  const [here, there] = await Promise.all(
    [recovery, primary].map((site) => ask(() => lockHolder(site, plan.name))),
  );
  return [
    ...(here ? [{ site: 'recovery' as const, holder: here }] : []),
    ...(there ? [{ site: 'primary' as const, holder: there }] : []),
  ];
}

/** What this machine has kept is enough where the bucket does not answer. */
async function proofFact(
  { plan, sha256, state, now }: PreflightLooking,
  { recovery }: Clients,
): Promise<PreflightFacts['proof']> {
  const [here, there] = await Promise.all([
    failoversHere(state, plan.name),
    ask(() => failoversIn(recovery, stateMachineArn(plan, 'failover'), plan.name)),
  ]);
  if (here.length === 0 && !there.known) return there;
  const former = mergedFailovers(here, there.known ? there.value : []);
  return known(drillProof(former, { plan, target: 'sandbox', sha256, now: now() }));
}
