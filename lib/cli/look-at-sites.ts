import { makeObjectTraffic } from '../aws/object-traffic.ts';
import { accessProbes } from '../aws/probe-access.ts';
import { type Account, accessSite } from '../aws/site-access.ts';
import { MusterFailure } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { compileProbe, type ProbeContext, vantagePoints } from '../domain/vantage/compile-probe.ts';
import { ProbeAnswer } from '../domain/vantage/probe-request.ts';
import type { VantagePoint } from '../domain/vantage/sites-finding.ts';
import type { SitesView } from '../domain/vantage/sites-view.ts';
import { type AskedVantage, viewOfSites } from '../domain/vantage/view-of-sites.ts';
import type { SandboxStatus } from '../sandbox/sandbox-status.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { PROBE_SITE } from '../deployment/deployed-names.ts';

/** A look that has no answer within this time has met silence. */
const LOOK_MS = 1_000;
export interface Patience {
  /** Once the others have answered, a region that is perhaps lost is not waited for any longer than this. */
  readonly lostMs: number;
  /** Every probe is given up after this time: its looks, and the start of a cold function. */
  readonly deadlineMs: number;
}

/** Of somebody who waits at night. */
const ON_CALL: Patience = { lostMs: 2_000, deadlineMs: 5_000 };

interface Looking {
  readonly patience?: Patience;
  /** Where clients are led to, for whoever asks that already; null where it is not known. */
  readonly activeSite?: Promise<string | null>;
}

/** What a plan's regions stand on. */
export interface Ground extends Account {
  status(): Promise<SandboxStatus>;
}

/**
 * Has the probe of every region of a plan look at its primary, all at once, and answers within a few seconds what they
 * say, what is lost, and what follows. It changes nothing. A region that cannot be asked has seen nothing.
 */
export async function lookAtSites(
  plan: RecoveryPlan,
  ground: Ground,
  { patience = ON_CALL, activeSite }: Looking = {},
): Promise<SitesView> {
  const status = await ground.status();
  const clock = makeSystemClock();
  const enough = clock.sleep(patience.lostMs);
  const points = vantagePoints(plan);
  const ask = (point: VantagePoint) => askVantage(plan, point, { account: ground, status, patience });
  const primary = points
    .filter(({ role }) => role === 'primary')
    .map((point) => ({ point, asked: ask(point) }));
  const traffic = activeSite ?? activeSiteOf(plan, ground, patience);
  const outside = await Promise.all(points.filter(({ role }) => role !== 'primary').map(ask));
  const inside = await Promise.all(
    primary.map(({ point, asked }) =>
      Promise.race([asked, enough.then(() => unanswered(point, 'no answer'))]),
    ),
  );
  const site = { primarySite: plan.sites.primary.name, activeSite: await traffic };
  return viewOfSites([...outside, ...inside], site);
}

interface Asking {
  readonly account: Account;
  readonly status: SandboxStatus;
  readonly patience: Patience;
}

async function askVantage(
  plan: RecoveryPlan,
  point: VantagePoint,
  { account, status, patience }: Asking,
): Promise<AskedVantage> {
  const probes = accessProbes(account, point.region, patience.deadlineMs);
  try {
    const request = compileProbe(plan, point, contextOf(plan, point, status));
    const answer = ProbeAnswer.parse(await probes.invoke(PROBE_SITE, request));
    return { ...point, answer, failure: '', at: now() };
  } catch (error) {
    return unanswered(point, wordsOf(error));
  } finally {
    probes.close();
  }
}

function unanswered(point: VantagePoint, why: string): AskedVantage {
  return { ...point, answer: null, failure: `its probe could not be asked: ${why}`, at: now() };
}

function now(): string {
  return formatInstant(makeSystemClock().now());
}

function contextOf(plan: RecoveryPlan, { role, region }: VantagePoint, status: SandboxStatus): ProbeContext {
  const addresses = plan.databases.flatMap(({ id, primary }) => {
    const found = status.instances.find(
      (one) => one.id === primary.instance && one.region === plan.sites.primary.region,
    );
    if (!found) return [];
    const { host, port, inside, witnesses } = found;
    const way = role === 'primary' ? inside : witnesses[region];
    return [[id, way ?? { host, port }] as const];
  });
  return {
    limitMs: LOOK_MS,
    frontDoors: Object.fromEntries(status.frontDoors.map(({ name, host, port }) => [name, { host, port }])),
    serviceUrls: Object.fromEntries(status.services.map(({ name, url }) => [name, url])),
    addresses: Object.fromEntries(addresses),
  };
}

/** Null where it cannot be read in time. Until something was switched, clients are led to the primary site. */
async function activeSiteOf(
  plan: RecoveryPlan,
  account: Account,
  { lostMs }: Patience,
): Promise<string | null> {
  const site = accessSite(account, plan.sites.recovery);
  const read = makeObjectTraffic(site.objects)
    .activeSite(planKeys.traffic(plan.name))
    .then((active) => active ?? plan.sites.primary.name)
    .catch(() => null);
  const late = makeSystemClock()
    .sleep(lostMs)
    .then(() => null);
  try {
    return await Promise.race([read, late]);
  } finally {
    site.close();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof MusterFailure) return error.seen;
  return error instanceof Error ? error.message : String(error);
}
