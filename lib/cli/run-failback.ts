import { compileReprotection, compileSwitchBack } from '../domain/run/compile-failback.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { turnedPlan } from '../domain/plan/turned-plan.ts';
import type { Confirmation } from '../domain/run/confirmation.ts';
import type { Reprotection } from '../domain/run/switchover-input.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { confirmByName, mustBeConfirmable } from './confirm-by-name.ts';
import { confirmedNow } from './confirmed-now.ts';
import { evidenceName, namedByPlan } from './evidence-name.ts';
import { failbackWindow } from './failback-window.ts';
import { failoverOnRecord } from './failover-on-record.ts';
import { loadFailbackPlan } from './load-failback-plan.ts';
import { oldRegionMustAnswer } from './old-region-answers.ts';
import { type PersonInput, whoSays } from './person.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';
import { standingSandbox } from './standing-sandbox.ts';

export type FailbackOptions = Omit<DrillOptions, 'planFile' | 'loaded'> & {
  readonly planFile: string;
  /** Who confirms it; otherwise whoever the account belongs to. */
  readonly as?: string | undefined;
  /** The plan's name, where no person types it. */
  readonly confirm?: string | undefined;
  readonly input: PersonInput;
};

export type ReprotectOptions = FailbackOptions & {
  readonly stage: Reprotection['stage'];
  /** The failover that is gone back from: a run of the state directory, or its directory. */
  readonly run?: string | undefined;
};

/**
 * `muster failback report`, and `muster failback protect`, which is confirmed by the plan's name: it removes the old
 * primary. Answers the exit code. @throws UsageError where no sandbox stands, so that there is nothing to go back from,
 * and while the old region is silent
 */
export async function reprotect({ planFile, stage, run, ...options }: ReprotectOptions): Promise<number> {
  const loaded = await loadFailbackPlan(planFile);
  const change = stage === 'protect' ? confirmable(loaded.plan, PROTECT, options) : null;
  const sandbox = await standingSandbox(options.state);
  const failover = await failoverOnRecord(run, options.state);
  await oldRegionMustAnswer(sandbox, loaded.plan);
  const confirmation = await change?.asked();
  return runDrill({ ...options, loaded }, (plan, context) =>
    compileReprotection(turnedPlan(plan), { ...context, confirmation }, { stage, ...failover }),
  );
}

export type SwitchBackOptions = FailbackOptions & { readonly window?: string | undefined };

/**
 * `muster failback switch`, confirmed by the plan's name. Answers the exit code.
 * @throws UsageError outside the window, where no sandbox stands, and while the old region is silent
 */
export async function switchBack({ planFile, window, ...options }: SwitchBackOptions): Promise<number> {
  const loaded = await loadFailbackPlan(planFile);
  const change = confirmable(loaded.plan, SWITCH, options);
  const sandbox = await standingSandbox(options.state);
  const zone = loaded.plan.timeZone;
  const open = failbackWindow({ window, zone, now: makeSystemClock().now() });
  await oldRegionMustAnswer(sandbox, loaded.plan);
  const confirmation = await change.asked();
  return runDrill({ ...options, loaded }, (plan, context) =>
    compileSwitchBack(turnedPlan(plan), { ...context, window: open, confirmation }),
  );
}

type Database = RecoveryPlan['databases'][number];

/** What a person is told before it is confirmed; of a plan of the way there. */
interface Change {
  readonly what: string;
  readonly of: (database: Database, sites: RecoveryPlan['sites']) => string;
}

const PROTECT: Change = {
  what: 'the replacement of the old primary by a replica',
  of: ({ primary, replica }, sites) =>
    `${primary.instance} in ${sites.primary.region} becomes a replica of ${replica.instance} in ${sites.recovery.region}: what it alone holds is saved first, and then it is removed`,
};

const SWITCH: Change = {
  what: 'the change of roles back',
  of: ({ primary, replica }, sites) =>
    `writers of ${replica.instance} in ${sites.recovery.region} are drained, and ${primary.instance} in ${sites.primary.region} becomes the primary again`,
};

/** Refuses at once what nobody can confirm, or nobody with a name; `asked` asks, when everything else is in order. */
function confirmable(
  plan: RecoveryPlan,
  { what, of }: Change,
  {
    as,
    confirm,
    input,
    terminal,
    state,
  }: Pick<FailbackOptions, 'as' | 'confirm' | 'input' | 'terminal' | 'state'>,
) {
  const initiator = evidenceName(namedByPlan(plan), whoSays(as, process.env), state);
  const confirming = { what, plan, confirm, input };
  mustBeConfirmable(confirming);
  return {
    asked: async (): Promise<Confirmation> => {
      terminal.err.write(plan.databases.map((database) => `${of(database, plan.sites)}\n`).join(''));
      return confirmedNow(initiator, await confirmByName({ ...confirming, output: terminal.err }));
    },
  };
}
