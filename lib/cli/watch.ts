import { accessDatabases } from '../aws/database-access.ts';
import type { SiteAccess } from '../aws/site-access.ts';
import { formatInstant } from '../domain/instant.ts';
import { compileFailover } from '../domain/run/compile-failover.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { locateDatabases } from '../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { whereDatabasesStand } from '../steps/step/where-databases-stand.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { beginWatch } from './begin-watch.ts';
import { EXIT } from './exit-code.ts';
import { type LoadedPlan, loadPlan, planSha256 } from './load-plan.ts';
import { withPlanAccess } from './plan-access.ts';
import { endWatch, isRunning, readWatch, watchSeen } from './plan-watch.ts';
import { surroundingsIn } from './surroundings.ts';
import { newRunName } from './run-name.ts';
import { stateMachineArn } from './sandbox-world.ts';
import type { RunningSandbox } from '../sandbox/supervisor/sandbox-client.ts';
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

interface Reached {
  readonly sandbox: RunningSandbox;
  readonly recovery: SiteAccess;
  readonly loaded: LoadedPlan;
}

async function onPlan(
  { planFile, state }: WatchOptions,
  use: (reached: Reached) => Promise<number>,
): Promise<number> {
  const loaded = await loadPlan(planFile);
  const sandbox = await standingSandbox(state);
  return withPlanAccess(sandbox, loaded.plan, ({ recovery }) => use({ sandbox, recovery, loaded }));
}

/** `muster watch start`: takes the plan's series all the time, so that a real loss finds somebody who was watching. */
export function startWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async (reached) => {
    const { sandbox, recovery, loaded } = reached;
    const input = await watchInput(options, reached);
    const databases = accessDatabases(sandbox);
    const found = await whereDatabasesStand(databases, input).finally(() => databases.close());
    const located = locateDatabases(input, found);
    const startedAt = formatInstant(makeSystemClock().now());
    const { run, executions } = await beginWatch(recovery, { input, located, startedAt });
    options.terminal.out.write(`${run} watches plan ${loaded.plan.name}: ${executions.length} series\n`);
    return EXIT.met;
  });
}

/** The same series that a run of the plan would take, under a name of their own. */
async function watchInput(
  { intervalSeconds }: WatchOptions,
  { sandbox, loaded }: Reached,
): Promise<FailoverInput> {
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

/** `muster watch stop`. */
export function stopWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async ({ recovery, loaded: { plan } }) => {
    const watch = await readWatch(recovery.objects, plan.name);
    if (!watch || !(await isRunning(recovery.workflows, watch))) throw noWatch(plan.name);
    const ended = await endWatch(recovery, watch);
    options.terminal.out.write(`${watch.run} ${ended ? 'has ended' : 'was asked to end, and has not yet'}\n`);
    return ended ? EXIT.met : EXIT.tool;
  });
}

/** `muster watch status`: exit code 0 while it watches and nothing is lost, 1 when the plan's rule has fired, 2 when nobody watches. */
export function showWatch(options: WatchOptions): Promise<number> {
  return onPlan(options, async ({ recovery, loaded: { plan } }) => {
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
