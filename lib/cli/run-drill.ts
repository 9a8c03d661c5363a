import { PlanInvalid } from '../domain/failure.ts';
import type { AlarmEvent } from '../domain/alarm/alarm-event.ts';
import type { RunContext } from '../domain/run/compile-common.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { defaultPlanFile } from '../deployment/deployment.ts';
import { followExecution } from './follow-execution.ts';
import { type HeldLocks, heldLocks, lockVerdict, NO_LOCKS } from './held-locks.ts';
import { withTemplates } from './with-templates.ts';
import { type LoadedPlan, loadPlan, planSha256 } from './load-plan.ts';
import { printRun } from './print-run.ts';
import { Progress } from './progress.ts';
import { inRunDirectory, makeRunDirectory } from './run-directory.ts';
import { mustBeAllowed } from './drill-allowed.ts';
import { cleanFirst } from './clean-first.ts';
import { keptSeries } from './kept-series.ts';
import { sayEvents } from './plan-alarm.ts';
import { withPlanAccess } from './plan-access.ts';
import { newRunName } from './run-name.ts';
import { nearPath } from './near-path.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';
import { stateMachineArn } from './sandbox-world.ts';
import { keepRunbook } from './runbooks.ts';
import type { StateDirectory } from './state-directory.ts';
import { type Surroundings, surroundingsIn } from './surroundings.ts';
import type { Terminal } from './terminal.ts';
import { takeRun } from './take-run.ts';
import { checkTiming, type TimingOptions } from './timing.ts';
import { usualDurations } from './usual-durations.ts';
import { UsageError } from './usage-error.ts';

export interface DrillOptions extends TimingOptions {
  readonly planFile?: string;
  /** Stands for the plan's file. */
  readonly loaded?: LoadedPlan;
  readonly out?: string;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/** Makes the input of a run of one kind of drill. @throws PlanInvalid when plan and options do not go together. */
export type CompileDrill<I extends RunInput = RunInput> = (plan: RecoveryPlan, context: RunContext) => I;

/** What a drill asks of its sandbox, by what is to be run. */
export interface DrillNeeds {
  /** Whether points in time shall be had of the primaries. */
  readonly pointInTime?: boolean;
  /** A drill that comes before, where the sandbox is new; `words` say why. */
  readonly first?: { readonly compileDrill: CompileDrill; readonly words: string };
}

/**
 * Runs a drill on a sandbox and leaves the run's directory. Answers the exit code: the verdict, or 70 when no judgement
 * came about. A private sandbox is started for it unless one stands in the state directory.
 */
export async function runDrill<I extends RunInput>(
  options: DrillOptions,
  compileDrill: CompileDrill<I>,
  needsOf: (input: I) => DrillNeeds = () => ({}),
): Promise<number> {
  checkTiming(options);
  const loaded = options.loaded ?? (await loadPlan(options.planFile ?? defaultPlanFile()));
  const run = newRunName(loaded.plan.name);
  const compile = (surroundings: Surroundings) => compileFor({ loaded, run, compileDrill }, surroundings);
  // Before anything is started.
  const input = compile({});
  const directory = options.out ?? options.state.runDirectory(run);
  const planned = { kind: input.kind, options, loaded, run, directory, compile };
  return inRunDirectory(directory, () => runPlanned(planned, needsOf(input)));
}

async function runPlanned(
  planned: Omit<Drill, 'sandbox' | 'progress'>,
  { first, pointInTime = false }: DrillNeeds,
): Promise<number> {
  const { options, loaded, directory } = planned;
  const progress = new Progress(options.terminal);
  const sandbox = await openSandbox({ ...options, loaded, progress, pointInTime }).catch((error: unknown) => {
    progress.end();
    throw error;
  });
  let ended: EndedDrill = { locks: NO_LOCKS, events: [] };
  try {
    const drill = { ...planned, sandbox, progress };
    if (first && !sandbox.standing) await executeFirst(drill, first);
    ended = await execute(drill);
  } finally {
    await sandbox.release();
    progress.end();
  }
  const code = await printRun(directory, options);
  sayEvents(options.terminal, ended.events);
  return lockVerdict(options.terminal, ended.locks, code);
}

interface Drill {
  readonly kind: RunInput['kind'];
  readonly options: DrillOptions;
  readonly loaded: LoadedPlan;
  readonly run: string;
  readonly directory: string;
  readonly sandbox: OpenSandbox;
  readonly progress: Progress;
  readonly compile: (surroundings: Surroundings) => RunInput;
}

/** A drill that another one needs leaves a run's directory of its own, and what it came to is judged there. */
async function executeFirst(
  drill: Drill,
  { compileDrill, words }: NonNullable<DrillNeeds['first']>,
): Promise<void> {
  const { options, loaded, progress } = drill;
  const run = newRunName(loaded.plan.name);
  const directory = options.state.runDirectory(run);
  await makeRunDirectory(directory);
  progress.phase(words);
  const compile = (surroundings: Surroundings) => compileFor({ loaded, run, compileDrill }, surroundings);
  await execute({ ...drill, kind: compile({}).kind, run, directory, compile });
  options.terminal.err.write(`that one, by itself, is judged in ${nearPath(directory)}\n`);
}

interface EndedDrill {
  readonly locks: HeldLocks;
  readonly events: readonly AlarmEvent[];
}

async function execute(drill: Drill): Promise<EndedDrill> {
  const { options, loaded, run, directory, sandbox, progress, compile } = drill;
  const { plan, text } = loaded;
  return withPlanAccess(sandbox, plan, async (sites) => {
    const access = sites.recovery;
    if (sandbox.standing) {
      await mustBeAllowed(access.objects);
      await cleanFirst(sites, (words) => progress.phase(words));
    }
    await access.objects.put(runKeys.plan(run), text);
    // The way back has none: whoever prints one wants that of the way there.
    if (!loaded.isWayBack) await keepRunbook(access.objects, loaded);
    const input = compile(await surroundingsIn(sandbox, drill.kind));
    const kept = input.kind === 'replication-check' ? keptSeries(options.state, plan.name) : null;
    await kept?.bringTo(access.objects);
    const machineArn = sites.machineArns[input.kind];
    const warn = (words: string) => void options.terminal.err.write(`${words}\n`);
    const usual = await usualDurations(options.state, plan.name);
    const arn = await withTemplates({ ...sites, warn }, input, async () => {
      const started = await access.workflows.start({ machineArn, name: run, input });
      await followExecution(access.workflows, started, { progress, usual, scope: input.scope });
      return started;
    });
    await takeRun(sites, { input, directory, state: options.state });
    return { locks: await heldLocks(sites, arn), events: (await kept?.takeFrom(access.objects)) ?? [] };
  });
}

interface Compiling<I extends RunInput> extends Pick<Drill, 'loaded' | 'run'> {
  readonly compileDrill: CompileDrill<I>;
}

/** @throws UsageError when plan and options do not go together. */
function compileFor<I extends RunInput>(
  { loaded, run, compileDrill }: Compiling<I>,
  surroundings: Surroundings,
): I {
  try {
    return compileDrill(loaded.plan, {
      run,
      target: 'sandbox',
      scope: 'rehearsal',
      planSha256: planSha256(loaded),
      ...surroundings,
      heartbeatStateMachineArn: stateMachineArn(loaded.plan, 'heartbeat'),
      heraldStateMachineArn: stateMachineArn(loaded.plan, 'herald'),
    });
  } catch (error) {
    if (error instanceof PlanInvalid) throw new UsageError(`${loaded.file}: ${error.message}`);
    throw error;
  }
}
