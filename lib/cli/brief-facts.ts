import type { Account } from '../aws/site-access.ts';
import type { SiteLook } from '../aws/site-look.ts';
import type { SitesView } from '../domain/vantage/sites-view.ts';
import { makeObjectTraffic } from '../aws/object-traffic.ts';
import { type Fact, fromFact, known, unknown } from '../domain/brief/fact.ts';
import type { LossSeen } from '../domain/brief/loss-seen.ts';
import type { BriefFacts, DatabaseFacts } from '../domain/brief/make-failover-brief.ts';
import { seenByWatch } from '../domain/brief/seen-by-watch.ts';
import type { Instant } from '../domain/instant.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { RunService } from '../domain/run/run-parts.ts';
import type { StandingWatch } from '../domain/run/standing-watch.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { readLever } from '../steps/step/read-lever.ts';
import { bucketFacts } from './bucket-facts.ts';
import { factWithin } from './fact-within.ts';
import { failoversHere, failoversIn, mergedFailovers } from './former-failovers.ts';
import { readWatch, watchesAll } from './plan-watch.ts';
import { lookAtReplica } from './replica-look.ts';
import { lockHolder, regionSeen, servicesSeen } from './site-facts.ts';
import type { StateDirectory } from './state-directory.ts';
import { heartbeatOf, statusOf, watchedDatabase, watchFact } from './watch-samples.ts';

/** What is asked once something else is known has as long as is left of this. */
const SCREEN_MS = 3_000;
/** What is lost is waited for a little longer: a probe may have to be started. */
const VIEW_MS = 5_500;

export interface LookingOut {
  readonly plan: RecoveryPlan;
  readonly sha256: string;
  readonly account: Account;
  readonly primary: SiteLook;
  readonly recovery: SiteLook;
  readonly machineArn: string;
  /** Asks the probes of all regions; where clients are led to is asked once, and not known where it is null. */
  readonly lookAtSites: (activeSite: Promise<string | null>) => Promise<SitesView>;
  readonly services: readonly RunService[];
  readonly ca: string;
  readonly state: StateDirectory;
  readonly now: () => Instant;
}

/** Finds out all that the screen shows, everything at the same time and each by itself. */
export async function gatherBriefFacts(looking: LookingOut): Promise<BriefFacts> {
  const { plan, sha256, recovery, services, now } = looking;
  const watch = watchOf(looking);
  const leads = activeSite(looking);
  const site = leads.then((found) => (found.known ? found.value : null));
  const [view, standing, whole, byWatch, regions, active, seen, databases, former, conflict, lever, buckets] =
    await Promise.all([
      factWithin(() => looking.lookAtSites(site), VIEW_MS),
      watch,
      watch.then((found) => runsWhole(looking, found)),
      watch.then((found) => lossByWatch(looking, found)),
      regionsSeen(looking),
      leads,
      servicesSeen(services),
      Promise.all(plan.databases.map((database) => databaseFacts(looking, database, watch))),
      formerFailovers(looking),
      factWithin(() => lockHolder(recovery, plan.name)),
      factWithin(() => readLever(recovery.objects)),
      bucketFacts(plan, looking.account, factWithin),
    ]);
  return {
    now: now(),
    view,
    seenByWatch: byWatch,
    regions,
    activeSite: active,
    services: seen,
    watch: fromFact(standing, (found) => known(watchFact(found, { sha256, whole }))),
    databases,
    former,
    conflict,
    lever,
    buckets,
  };
}

function regionsSeen({ plan, primary, recovery }: LookingOut): Promise<BriefFacts['regions']> {
  const { databases } = plan;
  return Promise.all([
    regionSeen(primary, { role: 'primary', instances: databases.map((one) => one.primary.instance) }),
    regionSeen(recovery, { role: 'recovery', instances: databases.map((one) => one.replica.instance) }),
  ]);
}

function activeSite({ plan, recovery }: LookingOut): Promise<Fact<string>> {
  return factWithin(async () => {
    const active = await makeObjectTraffic(recovery.objects).activeSite(planKeys.traffic(plan.name));
    return active ?? plan.sites.primary.name;
  });
}

async function watchOf({ plan, recovery }: LookingOut): Promise<Fact<StandingWatch>> {
  const read = await factWithin(() => readWatch(recovery.objects, plan.name));
  if (!read.known) return read;
  return read.value ? known(read.value) : unknown('no watch runs');
}

async function runsWhole({ recovery }: LookingOut, watch: Fact<StandingWatch>): Promise<boolean | null> {
  if (!watch.known) return null;
  const all = await factWithin(() => watchesAll(recovery.workflows, watch.value));
  return all.known ? all.value : null;
}

async function databaseFacts(
  { recovery, ca, now }: LookingOut,
  database: RecoveryPlan['databases'][number],
  watch: Promise<Fact<StandingWatch>>,
): Promise<DatabaseFacts> {
  const { id } = database;
  const ofWatch = async <T>(read: (found: StandingWatch) => Promise<Fact<T>>): Promise<Fact<T>> => {
    const found = await watch;
    if (!found.known) return found;
    return fromFact(await factWithin(() => read(found.value), SCREEN_MS), (fact) => fact);
  };
  const watched = ofWatch((found) => watchedDatabase(recovery.objects, found, { id, now }));
  const run = watch.then((found) => (found.known ? found.value.run : null));
  const [heartbeat, samples, replica] = await Promise.all([
    ofWatch((found) => heartbeatOf(recovery.objects, found, { id, now })),
    watched,
    factWithin(
      async () => lookAtReplica(database, { site: recovery, ca, now, run: await run, watched }),
      SCREEN_MS,
    ),
  ]);
  return { id, heartbeat, watched: samples, replica };
}

async function lossByWatch(
  { plan, recovery, now }: LookingOut,
  watch: Fact<StandingWatch>,
): Promise<Fact<LossSeen>> {
  if (!watch.known) return watch;
  const { run } = watch.value;
  const read = await factWithin(() =>
    Promise.all(
      plan.databases.map(({ id }) => statusOf(recovery.objects, run, { role: 'ledger', source: id })),
    ),
  );
  return read.known
    ? seenByWatch(
        read.value.flatMap((status) => status ?? []),
        now(),
      )
    : read;
}

/** What this machine has kept, and what the bucket holds; the first is enough where the second does not answer. */
async function formerFailovers({
  state,
  plan,
  recovery,
  machineArn,
}: LookingOut): Promise<BriefFacts['former']> {
  const [here, there] = await Promise.all([
    failoversHere(state, plan.name),
    factWithin(() => failoversIn(recovery, machineArn, plan.name)),
  ]);
  if (here.length === 0 && !there.known) return there;
  return known(mergedFailovers(here, there.known ? there.value : []));
}
