import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { durationSeconds } from './duration-seconds.ts';
import { defaultPlanFile, toolVersion } from './deployment.ts';
import { drillFaults, faultsHelp } from './drill-faults.ts';
import { EXIT } from './exit-code.ts';
import { type StateDirectory, stateDirectory } from './state-directory.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

// Commands are loaded when they are called: most need the AWS SDK, and `--help` should not wait for it.

interface Context {
  readonly terminal: Terminal;
  readonly state: StateDirectory;
  /** Takes the exit code of the command that ran. */
  readonly finish: (code: number) => void;
}

/**
 * Runs one command line and answers its exit code; mistakes of the caller are 64, failures of the tool 70. A signal
 * ends it at once: a private sandbox notices that its parent has gone, and ends by itself.
 */
export async function main(args: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  let code: number = EXIT.met;
  const finish = (ended: number) => {
    code = ended;
  };
  const context: Context = { terminal, state: stateDirectory(process.env), finish };
  try {
    await Promise.race([programFor(context).parseAsync([...args], { from: 'user' }), interruption()]);
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Rejects when the person, or the system, wants the command to end. */
function interruption(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () =>
      reject(new Error(`interrupted by ${signal}: what was started ends by itself, there is no verdict`)),
    );
  }
  return promise;
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.met : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  terminal.err.write(`${terminal.live ? '\n' : ''}muster: ${message}\n`);
  if (error instanceof UsageError) return EXIT.usage;
  if (process.env['MUSTER_DEBUG'] && error instanceof Error) terminal.err.write(`${error.stack ?? ''}\n`);
  return EXIT.tool;
}

function programFor(context: Context): Command {
  const program = new Command('muster')
    .description('Proves that a service survives the loss of a data centre.')
    .version(toolVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', FIRST_STEPS);
  addDrill(program.command('drill').description('run a drill and judge it'), context);
  addJudge(program, context);
  addClean(program, context);
  addPlan(program.command('plan').description('check and show recovery plans'), context);
  addSandbox(program.command('sandbox').description('two AWS regions on this machine'), context);
  addInitDb(program, context);
  return program;
}

const FIRST_STEPS = `
Three things to do first:
  npx muster drill failover          lose a region on this machine and see the service recover
  npx muster judge RUN               judge that run again, from its raw files alone
  npx muster plan show               see the recovery plan that was drilled

Exit codes: 0 met, 1 missed, 2 inconclusive, 64 wrong usage or plan, 70 the tool itself failed.`;

interface DrillOptions {
  readonly plan: string;
  readonly interval?: number;
  readonly timing?: 'none' | 'aws';
  readonly seed?: number;
  readonly fault?: readonly string[];
  readonly out?: string;
  readonly json: boolean;
}

function collectFault(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function addDrill(drill: Command, { terminal, state, finish }: Context): void {
  drill
    .command('failover')
    .description('lose the primary region, recover in the other one, measure RTO and RPO')
    .option('--plan <file>', 'recovery plan', defaultPlanFile())
    .option(
      '--interval <duration>',
      'interval of the heartbeat, such as 20ms or PT0.02S; the plan says otherwise',
      interval,
    )
    .addOption(timingOption())
    .option('--seed <number>', SEED_WORDS, wholeNumber)
    .option(
      '--fault <fault>',
      "disruption in place of the plan's, or a condition beside it; may be repeated",
      collectFault,
    )
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print the one object of the judgement and nothing else on stdout', false)
    .addHelpText(
      'after',
      `${faultsHelp()}
Examples: muster drill failover --plan drills/plans/orders.yaml --interval 10ms --json
          muster drill failover --fault partition=clients --fault replication-delay=500ms`,
    )
    .action(async (options: DrillOptions) => {
      const { plan: planFile, interval: intervalSeconds, fault: faults = [], ...rest } = options;
      const given = { ...drillFaults(faults), ...(intervalSeconds === undefined ? {} : { intervalSeconds }) };
      const { drillFailover } = await import('./drill-failover.ts');
      finish(await drillFailover({ ...rest, ...given, planFile, terminal, state }));
    });
}

const SEED_WORDS = 'with --timing aws: draws the same durations again that a report names';

/** Without the option a standing sandbox keeps its timing, and a new one has none. */
function timingOption(): Option {
  const words =
    'none: as fast as this machine is; aws: promotion, backups, health checks and DNS take minutes';
  return new Option('--timing <how>', words).choices(['none', 'aws']);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number, such as 42.');
  return Number(text);
}

function interval(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === null) throw new InvalidArgumentError('expected 1ms to 60s, such as 20ms, 0.5s or PT0.02S.');
  return seconds;
}

function addJudge(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('judge')
    .argument('<run>', 'directory of a run, or the name of a run in the state directory')
    .description('compute every number of a run from its raw files alone, offline')
    .option('--json', 'print the one object of the judgement', false)
    .action(async (run: string, { json }: { json: boolean }) => {
      const directory = existsSync(run) ? run : state.runDirectory(run);
      const { judge } = await import('./judge.ts');
      finish(
        await judge({ directory, json, stdout: terminal.out, stderr: terminal.err, colour: terminal.colour }),
      );
    });
}

function addClean(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('clean')
    .description('finish runs that ended without their clean end: undo, stop, export, judge, free the locks')
    .option('--dry-run', 'say what would be finished, ended and removed, and change nothing', false)
    .option('--json', 'print what was found and done as one JSON object', false)
    .addHelpText(
      'after',
      '\nAlso ends what a killed sandbox left, and removes experiment templates of runs that have ended.\nExit codes: 0 nothing is left, 70 something is; with --dry-run 70 when something was found.',
    )
    .action(async (options: { dryRun: boolean; json: boolean }) => {
      const { clean } = await import('./clean.ts');
      finish(await clean({ ...options, terminal, state }));
    });
}

function addPlan(plan: Command, { terminal, finish }: Context): void {
  const streams = { stdout: terminal.out, stderr: terminal.err };
  plan
    .command('check')
    .argument('[file]', 'recovery plan', defaultPlanFile())
    .description('say what is wrong with a plan, with line and column')
    .option('--json', 'print the problems as JSON', false)
    .action(async (file: string, { json }: { json: boolean }) => {
      const { planCheck } = await import('./plan-check.ts');
      finish(await planCheck({ file, json, ...streams }));
    });
  plan
    .command('show')
    .argument('[file]', 'recovery plan', defaultPlanFile())
    .description('objectives, sites, waves and databases of a plan')
    .option('--json', 'print the plan with all defaults as JSON', false)
    .action(async (file: string, { json }: { json: boolean }) => {
      const { planShow } = await import('./plan-show.ts');
      finish(await planShow({ file, json, ...streams }));
    });
}

function addSandbox(sandbox: Command, context: Context): void {
  const { finish } = context;
  addSandboxFault(
    sandbox.command('fault').description('faults of the sandbox that stands, through AWS FIS'),
    context,
  );
  sandbox
    .command('up')
    .description('start a sandbox that stands until `sandbox down`')
    .option('--plan <file>', 'recovery plan that the sandbox is made for', defaultPlanFile())
    .addOption(timingOption())
    .option('--seed <number>', SEED_WORDS, wholeNumber)
    .action(async (options: Pick<DrillOptions, 'plan' | 'timing' | 'seed'>) => {
      const { sandboxUp } = await import('./sandbox-commands.ts');
      finish(await sandboxUp(context, options));
    });
  sandbox
    .command('status')
    .description('say what stands')
    .option('--json', 'as one JSON object', false)
    .action(async (options: { json: boolean }) => {
      const { sandboxStatus } = await import('./sandbox-commands.ts');
      finish(await sandboxStatus(context, options));
    });
  sandbox
    .command('reset')
    .description('take a sandbox that was failed over back to its start, for another drill')
    .action(async () => {
      const { sandboxReset } = await import('./sandbox-commands.ts');
      finish(await sandboxReset(context));
    });
  sandbox
    .command('down')
    .description('end the sandbox, also after a crash, and remove all that it kept; runs stay')
    .option('--all', 'the same: nothing is kept')
    .action(async () => {
      const { sandboxDown } = await import('./sandbox-commands.ts');
      finish(await sandboxDown(context));
    });
}

function addSandboxFault(fault: Command, context: Context): void {
  const { finish } = context;
  fault
    .command('list')
    .description('say what is in force')
    .option('--json', 'as one JSON array', false)
    .action(async (options: { json: boolean }) => {
      const { sandboxFaultList } = await import('./sandbox-fault.ts');
      finish(await sandboxFaultList(context, options));
    });
  fault
    .command('add')
    .argument('<fault>', 'such as freeze or replication-delay=5s')
    .description('put a fault in force until it is removed')
    .option('--region <region>', "region to put it on; otherwise the primary's, or for APIs the recovery's")
    .action(async (text: string, options: { region?: string }) => {
      const { sandboxFaultAdd } = await import('./sandbox-fault.ts');
      finish(await sandboxFaultAdd(context, text, options));
    });
  fault
    .command('remove')
    .argument('<experiment>', 'as `list` and `add` name it')
    .description('undo a fault, and wait until that is done')
    .action(async (experiment: string) => {
      const { sandboxFaultRemove } = await import('./sandbox-fault.ts');
      finish(await sandboxFaultRemove(context, experiment));
    });
}

function addInitDb(program: Command, { terminal, finish }: Context): void {
  program
    .command('init-db')
    .description('the SQL that prepares a database for heartbeats')
    .requiredOption('--plan <file>', 'recovery plan')
    .requiredOption('--print', 'print the SQL; a person runs it')
    .option('--role <name>', 'login role of the heartbeat', 'muster_heartbeat')
    .action(async ({ plan, role }: { plan: string; role: string }) => {
      const { initDb } = await import('./init-db.ts');
      finish(await initDb({ plan, role, terminal }));
    });
}
