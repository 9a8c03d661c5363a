import { accessDatabases } from '../aws/database-access.ts';
import type { Account, SiteAccess } from '../aws/site-access.ts';
import { formatInstant } from '../domain/instant.ts';
import { compileFailover } from '../domain/run/compile-failover.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { seriesInputs, seriesName } from '../domain/run/series-inputs.ts';
import { type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { StandingWatch } from '../domain/run/standing-watch.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { whereDatabasesStand } from '../steps/step/where-databases-stand.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { EXIT } from './exit-code.ts';
import { type LoadedPlan, loadPlan, planSha256 } from './load-plan.ts';
import { withPlanAccess } from './plan-access.ts';
import { endWatch, isRunning, readWatch, watchSeen } from './plan-watch.ts';
import { surroundingsIn } from './run-drill.ts';
import { newRunName } from './run-name.ts';
import { stateMachineArn } from './sandbox-world.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { watchText } from './watch-text.ts';

export interface WatchOptions {
  readonly planFile: string;
  readonly intervalSeconds?: number;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

type Use = (sandbox: Account, recovery: SiteAccess, loaded: LoadedPlan) => Promise<number>;

async function onPlan({ planFile, state }: WatchOptions, use: Use): Promise<number> {
  const loaded = await loadPlan(planFile);
  const sandbox = await standingSandbox(state);
  return withPlanAccess(sandbox, loaded.plan, ({ recovery }) => use(sandbox, recovery, loaded));
}

/** `muster watch start`: takes the plan's series all the time, so that a real loss finds somebody who was watching. */
export function startWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async (sandbox, recovery, loaded) => {
    const before = await readWatch(recovery.objects, loaded.plan.name);
    if (before && (await isRunning(recovery.workflows, before)))
      throw new UsageError(
        `${before.run} watches plan ${loaded.plan.name} already; \`npx muster watch stop\` ends it`,
      );
    const input = await watchInput(options, loaded);
    const databases = accessDatabases(sandbox);
    const found = await whereDatabasesStand(databases, input).finally(() => databases.close());
    const located = locateDatabases(input, found);
    const watch = await startSeries(recovery, { input, located, loaded });
    await recovery.objects.put(planKeys.watch(loaded.plan.name), JSON.stringify(watch));
    options.terminal.out.write(
      `${watch.run} watches plan ${loaded.plan.name}: ${watch.executions.length} series\n`,
    );
    return EXIT.met;
  });
}

/** The same series that a run of the plan would take, under a name of their own. */
async function watchInput(
  { intervalSeconds, state }: WatchOptions,
  loaded: LoadedPlan,
): Promise<FailoverInput> {
  const sandbox = await standingSandbox(state);
  return compileFailover(loaded.plan, {
    run: newRunName(loaded.plan.name, 'watch-'),
    target: 'sandbox',
    scope: 'rehearsal',
    planSha256: planSha256(loaded),
    ...(await surroundingsIn(sandbox, 'failover')),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    heartbeatStateMachineArn: stateMachineArn(loaded.plan, 'heartbeat'),
  });
}

interface Starting {
  readonly input: FailoverInput;
  readonly located: readonly LocatedDatabase[];
  readonly loaded: LoadedPlan;
}

async function startSeries(
  { workflows }: SiteAccess,
  { input, located, loaded }: Starting,
): Promise<StandingWatch> {
  const { run, heartbeat, detect } = input;
  const startedAt = formatInstant(makeSystemClock().now());
  const executions = await Promise.all(
    seriesInputs(input, located, input.sites.recovery).map(async (series, index) => ({
      role: series.role,
      source: series.source,
      arn: await workflows.start({
        machineArn: heartbeat.stateMachineArn,
        name: seriesName(series, index),
        input: series,
      }),
    })),
  );
  const plan = { name: loaded.plan.name, sha256: planSha256(loaded) };
  return { schemaVersion: SCHEMA_VERSION, run, plan, startedAt, heartbeat, detect, executions };
}

/** `muster watch stop`. */
export function stopWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async (_, recovery, { plan }) => {
    const watch = await readWatch(recovery.objects, plan.name);
    if (!watch || !(await isRunning(recovery.workflows, watch))) throw noWatch(plan.name);
    const ended = await endWatch(recovery, watch);
    options.terminal.out.write(`${watch.run} ${ended ? 'has ended' : 'was asked to end, and has not yet'}\n`);
    return ended ? EXIT.met : EXIT.tool;
  });
}

/** `muster watch status`: exit code 0 while it watches and nothing is lost, 1 when the plan's rule has fired, 2 when nobody watches. */
export function showWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async (_, recovery, { plan }) => {
    const seen = await watchSeen(recovery, plan.name);
    if (!seen) throw noWatch(plan.name);
    const text = options.json ? JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...seen }) : watchText(seen);
    options.terminal.out.write(`${text}\n`);
    if (!seen.running) return EXIT.inconclusive;
    return seen.finding === null ? EXIT.met : EXIT.missed;
  });
}

function noWatch(plan: string): UsageError {
  return new UsageError(`nobody watches plan ${plan}; \`npx muster watch start\` begins`);
}
