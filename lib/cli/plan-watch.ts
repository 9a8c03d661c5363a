import { setTimeout as sleep } from 'node:timers/promises';
import type { SiteAccess } from '../aws/site-access.ts';
import { outageFinding, type OutageFinding } from '../domain/ledger/outage-finding.ts';
import { type HeartbeatControl, HeartbeatStatus } from '../domain/run/heartbeat-input.ts';
import { planKeys, runKeys } from '../domain/run/run-keys.ts';
import { StandingWatch } from '../domain/run/standing-watch.ts';
import type { Objects } from '../ports/objects.ts';

const POLL_MS = 100;
const STOP_LIMIT_MS = 20_000;

/** What a watch has seen last: per series its status, and what is lost where the plan's rule has fired. */
export interface WatchSeen {
  readonly watch: StandingWatch;
  readonly running: boolean;
  readonly series: readonly {
    readonly role: HeartbeatStatus['role'];
    readonly source: string;
    readonly status: HeartbeatStatus | null;
  }[];
  readonly finding: OutageFinding | null;
}

/** The watch that a plan's bucket names, running or not; null when there never was one. */
export async function readWatch(objects: Objects, plan: string): Promise<StandingWatch | null> {
  const stored = await objects.get(planKeys.watch(plan));
  return stored && StandingWatch.parse(JSON.parse(stored.text));
}

/** How a plan's watch stands; null when there never was one. */
export async function watchSeen(
  { objects, workflows }: Pick<SiteAccess, 'objects' | 'workflows'>,
  plan: string,
): Promise<WatchSeen | null> {
  const watch = await readWatch(objects, plan);
  if (!watch) return null;
  const series = await Promise.all(
    watch.executions.map(async ({ role, source }) => {
      const stored = await objects.get(runKeys.status(watch.run, role, source));
      return { role, source, status: stored && HeartbeatStatus.parse(JSON.parse(stored.text)) };
    }),
  );
  const detected = series.find(({ status }) => status !== null && status.detectedAt !== null)?.status;
  const finding = detected ? outageFinding(detected.evidence) : null;
  return { watch, running: await watchesAll(workflows, watch), series, finding };
}

/** Whether any of its series still runs: there is something to end. */
export async function isRunning(workflows: SiteAccess['workflows'], watch: StandingWatch): Promise<boolean> {
  return (await statusesOf(workflows, watch)).includes('RUNNING');
}

/** Whether all of its series run: with one of them gone a loss may go unseen, and what is missing looks like a loss. */
export async function watchesAll(workflows: SiteAccess['workflows'], watch: StandingWatch): Promise<boolean> {
  const statuses = await statusesOf(workflows, watch);
  return statuses.length > 0 && statuses.every((status) => status === 'RUNNING');
}

function statusesOf(workflows: SiteAccess['workflows'], { executions }: StandingWatch) {
  return Promise.all(executions.map(({ arn }) => workflows.status(arn)));
}

/** Asks all series of a watch to end; answers whether they did in time. */
export async function endWatch(
  { objects, workflows }: Pick<SiteAccess, 'objects' | 'workflows'>,
  watch: StandingWatch,
): Promise<boolean> {
  const control: HeartbeatControl = { stop: true, detection: null };
  await objects.put(runKeys.control(watch.run), JSON.stringify(control));
  const until = Date.now() + STOP_LIMIT_MS;
  while (await isRunning(workflows, watch)) {
    if (Date.now() > until) return false;
    await sleep(POLL_MS);
  }
  return true;
}
