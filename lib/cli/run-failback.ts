import { compileReprotection, compileSwitchBack } from '../domain/run/compile-failback.ts';
import { turnedPlan } from '../domain/plan/turned-plan.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import type { Reprotection } from '../domain/run/switchover-input.ts';
import { failbackWindow } from './failback-window.ts';
import { failoverOnRecord } from './failover-on-record.ts';
import { loadFailbackPlan } from './load-failback-plan.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';
import { standingSandbox } from './standing-sandbox.ts';

export type FailbackOptions = Omit<DrillOptions, 'planFile' | 'loaded'> & { readonly planFile: string };

export type ReprotectOptions = FailbackOptions & {
  readonly stage: Reprotection['stage'];
  /** The failover that is gone back from: a run of the state directory, or its directory. */
  readonly run?: string | undefined;
};

/**
 * `muster failback report` and `muster failback protect`. Answers the exit code.
 * @throws UsageError where no sandbox stands: there is nothing to go back from
 */
export async function reprotect({ planFile, stage, run, ...options }: ReprotectOptions): Promise<number> {
  await standingSandbox(options.state);
  const loaded = await loadFailbackPlan(planFile);
  const failover = await failoverOnRecord(run, options.state);
  return runDrill({ ...options, loaded }, (plan, context) =>
    compileReprotection(turnedPlan(plan), context, { stage, ...failover }),
  );
}

export type SwitchBackOptions = FailbackOptions & { readonly window?: string | undefined };

/**
 * `muster failback switch`. Answers the exit code.
 * @throws UsageError outside the window, and where no sandbox stands
 */
export async function switchBack({ planFile, window, ...options }: SwitchBackOptions): Promise<number> {
  await standingSandbox(options.state);
  const loaded = await loadFailbackPlan(planFile);
  const zone = loaded.plan.timeZone;
  const open = failbackWindow({ window, zone, now: makeSystemClock().now() });
  return runDrill({ ...options, loaded }, (plan, context) =>
    compileSwitchBack(turnedPlan(plan), { ...context, window: open }),
  );
}
