import { readLock } from '../aws/lock-object.ts';
import { makeObjectLocks } from '../aws/object-locks.ts';
import type { SiteAccess } from '../aws/site-access.ts';
import { reasonOf } from '../domain/brief/reason-of.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { engagedWords, LEVER_KEY, type SafetyLever } from '../domain/run/safety-lever.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Objects } from '../ports/objects.ts';
import { readLever } from '../steps/step/read-lever.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { evidenceName, namedByPlan } from './evidence-name.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface LeverOptions {
  readonly planFile: string;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/** Who moves the lever, and why. */
export interface LeverWord {
  readonly state: SafetyLever['state'];
  readonly by: string;
  readonly reason: string;
}

interface LeverSite {
  readonly name: string;
  readonly objects: Objects;
  readonly workflows: SiteAccess['workflows'];
}

/**
 * `muster lever pull` and `release`: at both sites of a plan. First the lever, then the locks: a drill that takes its
 * lock after they were looked at finds the lever. Exit code 70 where a site could not be told.
 */
export async function moveLever(options: LeverOptions, given: LeverWord): Promise<number> {
  const { plan } = await loadPlan(options.planFile);
  // Runs say in their record who has pulled it.
  const word = { ...given, by: evidenceName(namedByPlan(plan), given.by, options.state) };
  return atBothSites(plan, options, async (site) => {
    const lever: SafetyLever = { schemaVersion: SCHEMA_VERSION, ...word, at: now() };
    await site.objects.put(LEVER_KEY, JSON.stringify(lever));
    const stopped = word.state === 'engaged' ? await stopDrills(site, word) : [];
    return [`${site.name}: ${word.state}`, ...stopped.map((run) => `  ${run} ends at its next change`)];
  });
}

/** `muster lever status`. */
export async function leverStatus(options: LeverOptions): Promise<number> {
  const { plan } = await loadPlan(options.planFile);
  return atBothSites(plan, options, async ({ name, objects }) => [
    `${name}: ${engagedWords(await readLever(objects)) ?? 'disengaged: drills may run'}`,
  ]);
}

async function atBothSites(
  plan: RecoveryPlan,
  { terminal, state }: LeverOptions,
  work: (site: LeverSite) => Promise<readonly string[]>,
): Promise<number> {
  const sandbox = await standingSandbox(state);
  return withPlanAccess(sandbox, plan, async ({ recovery, primary }) => {
    const { workflows } = recovery;
    const sites: readonly LeverSite[] = [
      { name: plan.sites.recovery.name, objects: recovery.objects, workflows },
      { name: plan.sites.primary.name, objects: primary.objects, workflows },
    ];
    const told = await Promise.all(
      sites.map((site) =>
        work(site).then(
          (lines) => ({ lines, failed: false }),
          (error: unknown) => ({ lines: [`${site.name}: ${reasonOf(error)}`], failed: true }),
        ),
      ),
    );
    terminal.out.write(`${told.flatMap(({ lines }) => lines).join('\n')}\n`);
    return told.some(({ failed }) => failed) ? EXIT.tool : EXIT.met;
  });
}

/** Every lock in the bucket, of whatever plan: the lever is the site's. Real failovers are left alone. */
async function stopDrills(
  { objects, workflows }: LeverSite,
  { by, reason }: LeverWord,
): Promise<readonly string[]> {
  const locks = makeObjectLocks({
    objects,
    statusOf: (arn) => workflows.status(arn),
    now: () => makeSystemClock().now(),
  });
  const keys = await objects.list('locks/');
  const stopped = await Promise.all(
    keys.map(async (key) => {
      const held = (await readLock(objects, key))?.lock;
      if (held?.state !== 'held' || held.scope === 'real') return [];
      const wish = { run: held.run, by: `${by}, by the safety lever`, reason, at: now() };
      return (await locks.abort(key, wish)) ? [held.run] : [];
    }),
  );
  return stopped.flat();
}

function now(): string {
  return formatInstant(makeSystemClock().now());
}
