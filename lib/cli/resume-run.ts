import { join } from 'node:path';
import { makeObjectRecord } from '../aws/object-record.ts';
import type { Advice } from '../domain/brief/advice.ts';
import type { RealEvent } from '../domain/run/real-event.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { confirmResume } from './confirm-resume.ts';
import { evidenceName, namedByRun } from './evidence-name.ts';
import { type EndedRun, followRun } from './follow-run.ts';
import { goOnAgain, type ResumeWish } from './go-on-again.ts';
import { lockVerdict } from './held-locks.ts';
import { loadPlan, type LoadedPlan } from './load-plan.ts';
import { lookOut } from './look-out.ts';
import { makeDirectory } from './make-directory.ts';
import { openStanding, PLAN_FILE } from './open-sandbox.ts';
import type { PersonInput } from './person.ts';
import { printRun } from './print-run.ts';
import { Progress } from './progress.ts';
import { refuseFinished } from './refuse-finished.ts';
import { type RunAccess, withRun } from './run-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import { startHeraldAgain } from './start-herald-again.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface ResumeOptions {
  readonly run: string;
  /** Whose word it is, and why; empty where nobody has said so. */
  readonly by: string;
  readonly reason: string;
  /** The plan's name, where no person types it. */
  readonly confirm?: string | undefined;
  readonly person: PersonInput;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * Goes on with a run whose execution ended before the run did, at the state where it stopped (Step Functions' redrive):
 * every step finds what it has done before. One that still runs is followed. One that was finished, or is being, is
 * refused. A real failover that has not promoted yet is confirmed again. Answers the verdict's exit code, as the command
 * does that has started it.
 */
export async function resumeRun(options: ResumeOptions): Promise<number> {
  const { run, terminal, state } = options;
  const directory = state.runDirectory(run);
  const { status, locks } = await withRun(options, (reached) => goOn(reached, directory, options));
  terminal.goesOn?.(null);
  terminal.err.write(`run ${run} ended as ${status}\n`);
  const code = await printRun(directory, { terminal, json: false, state });
  return lockVerdict(terminal, locks, code);
}

async function goOn(reached: RunAccess, directory: string, options: ResumeOptions): Promise<EndedRun> {
  const { access, executionArn, input, status } = reached;
  const { run, terminal, state } = options;
  const { executions, workflows } = access.recovery;
  if (status === 'SUCCEEDED')
    throw new UsageError(`run ${run} has come to its end: there is nothing to resume`);
  // Whoever only follows a run says nothing, and needs no name.
  const wish = status === 'RUNNING' ? null : await wishOf(reached, options);
  await makeDirectory(directory);
  terminal.goesOn?.(run);
  if (wish) await goOnAgain(access.recovery, { run, executionArn }, wish);
  // Whom it tells is no reason not to go on.
  await startHeraldAgain({ executions, workflows }, executionArn).catch((error: unknown) =>
    terminal.err.write(
      `nobody is told how it goes: ${error instanceof Error ? error.message : String(error)}\n`,
    ),
  );
  const progress = new Progress(terminal);
  const followed = { input, executionArn, directory, state, progress };
  return followRun(access, followed).finally(() => progress.end());
}

/** What stands in the record of who makes it go on. @throws UsageError where it may not, or nobody has confirmed it */
async function wishOf(reached: RunAccess, options: ResumeOptions): Promise<ResumeWish> {
  const { access, executionArn, input } = reached;
  const by = evidenceName(namedByRun(input), options.by, options.state);
  await refuseFinished(access.recovery.workflows, executionArn);
  const advice = await confirmed(reached, options);
  return { by, reason: options.reason, advice, at: makeSystemClock().now() };
}

async function confirmed({ access, input }: RunAccess, options: ResumeOptions): Promise<Advice | null> {
  const { state, run } = options;
  const loaded = await loadPlan(join(state.sandbox, PLAN_FILE));
  return confirmResume({
    ...options,
    input,
    entries: await makeObjectRecord(access.recovery.objects).entries(run),
    plan: loaded.plan,
    look: (real) => lookAgain(loaded, real, state),
    now: () => makeSystemClock().now(),
  });
}

async function lookAgain(loaded: LoadedPlan, reasons: RealEvent, state: StateDirectory) {
  const sandbox = await openStanding(await standingSandbox(state), { loaded, state });
  return lookOut({ loaded, sandbox, state, reasons });
}
