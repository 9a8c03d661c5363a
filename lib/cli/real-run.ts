import type { SiteAccess } from '../aws/site-access.ts';
import type { RealEvent } from '../domain/run/real-event.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { compileFailover } from '../domain/run/compile-failover.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { type EndedRun, followRun } from './follow-run.ts';
import { type LoadedPlan, planSha256 } from './load-plan.ts';
import type { OpenSandbox } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { readWatch, watchesAll } from './plan-watch.ts';
import type { Progress } from './progress.ts';
import { surroundingsIn } from './surroundings.ts';
import { runbookProblem } from './runbooks.ts';
import { stateMachineArn } from './sandbox-world.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface RealRun {
  readonly run: string;
  readonly loaded: LoadedPlan;
  readonly sandbox: OpenSandbox;
  readonly state: StateDirectory;
}

interface Started extends RealRun {
  readonly event: RealEvent;
  readonly directory: string;
  readonly progress: Progress;
  readonly terminal: Pick<Terminal, 'goesOn'>;
}

/**
 * Starts a real failover, says what it waits for, and follows it to its end. It cleans nothing up before: a drill that
 * is under way is pre-empted, and what it left waits.
 */
export function executeReal(started: Started): Promise<EndedRun> {
  const { run, loaded, sandbox, state, directory, progress } = started;
  return withPlanAccess(sandbox, loaded.plan, async (sites) => {
    const { objects, workflows } = sites.recovery;
    const [input] = await Promise.all([
      realInput(started, sites.recovery, started.event),
      objects.put(runKeys.plan(run), loaded.text),
    ]);
    const machineArn = sites.machineArns.failover;
    // A request to start that nobody waits for any more may have arrived.
    started.terminal.goesOn?.(run);
    const executionArn = await workflows.start({ machineArn, name: run, input });
    const followed = { input, executionArn, directory, state, progress };
    const [ended] = await Promise.all([followRun(sites, followed), runbookKept(started, objects)]);
    return ended;
  });
}

/** Beside the run, which waits for no paper. */
async function runbookKept({ loaded, progress }: Started, objects: Objects): Promise<void> {
  const problem = await runbookProblem(objects, loaded);
  if (problem !== null) progress.note(problem);
}

/** The input of the state machine for a real event; it joins the watch that stands, so that the loss is measured. */
export async function realInput(
  { run, loaded, sandbox }: RealRun,
  { objects, workflows }: Pick<SiteAccess, 'objects' | 'workflows'>,
  event: RealEvent,
): Promise<FailoverInput> {
  const { plan } = loaded;
  const watch = await readWatch(objects, plan.name);
  const stands = watch !== null && (await watchesAll(workflows, watch));
  return compileFailover(plan, {
    run,
    target: 'sandbox',
    scope: 'real',
    planSha256: planSha256(loaded),
    ...(await surroundingsIn(sandbox, 'failover')),
    heartbeatStateMachineArn: stateMachineArn(plan, 'heartbeat'),
    heraldStateMachineArn: stateMachineArn(plan, 'herald'),
    real: event,
    watch: stands ? watch : null,
  });
}
