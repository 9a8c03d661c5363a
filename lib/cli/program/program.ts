import { Command, CommanderError } from 'commander';
import { visibleText } from '../../domain/visible-text.ts';
import { toolVersion } from '../../deployment/tool-version.ts';
import { addClean } from './add-clean.ts';
import { addCompletions } from './add-completions.ts';
import { addConsole } from './add-console.ts';
import { addDrill } from './add-drill.ts';
import { addFailback } from './add-failback.ts';
import { addFailover } from './add-failover.ts';
import { addFences } from './add-fences.ts';
import { addHelp, pathOf } from './add-help.ts';
import { addHold } from './add-hold.ts';
import { addInitDb } from './add-init-db.ts';
import { addJudge } from './add-judge.ts';
import { addKeys } from './add-keys.ts';
import { addLever } from './add-lever.ts';
import { addLog } from './add-log.ts';
import { addPlan } from './add-plan.ts';
import { addRunAnswers } from './add-run-answers.ts';
import { addVerify } from './add-verify.ts';
import { addWatch } from './add-watch.ts';
import { addWitness } from './add-witness.ts';
import { addPeople } from './add-people.ts';
import { addPreflight } from './add-preflight.ts';
import { addReport } from './add-report.ts';
import { addRunbook } from './add-runbook.ts';
import { addRuns } from './add-runs.ts';
import { addSandbox } from './add-sandbox.ts';
import { addSchedule } from './add-schedule.ts';
import { addSeries } from './add-series.ts';
import type { Context } from './context.ts';

const FIRST_STEPS = `
Three things to do first:
  npx muster drill failover   lose a region here, and see the service recover
  npx muster open             open the report of that run
  npx muster plan new         write a recovery plan of your own

Read on: docs/tutorial.md; \`npx muster help COMMAND\` has examples of each.

Exit codes: 0 met, 1 missed, 2 inconclusive, 64 wrong usage or a bad plan,
70 the tool itself failed.`;

/** In the order of the first screen. */
const COMMANDS = [
  addDrill,
  addFailover,
  addJudge,
  addVerify,
  addReport,
  addLog,
  addWitness,
  addKeys,
  addHold,
  addRuns,
  addWatch,
  addRunAnswers,
  addConsole,
  addClean,
  addFences,
  addLever,
  addPeople,
  addPlan,
  addPreflight,
  addSchedule,
  addSeries,
  addSandbox,
  addFailback,
  addRunbook,
  addInitDb,
] as const;

/** Every command with its options, help and examples. */
export function makeProgram(context: Context): Command {
  const program = new Command('muster')
    .description('Proves that a service survives the loss of a data centre.')
    .option('-V, --version', 'say the version, and the commit that it is')
    .on('option:version', () => {
      context.terminal.out.write(`muster ${toolVersion()}\n`);
      throw new CommanderError(0, 'commander.version', 'said');
    })
    // What stands behind a command's name is that command's: `drill` and `drill backup` both have a --plan.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`${visible(text)}\n`.replace(/^error: /, 'muster: ')),
    })
    .showSuggestionAfterError()
    .helpCommand(false)
    .addHelpText('after', FIRST_STEPS);
  for (const add of COMMANDS) add(program, context);
  addHelp(program);
  addCompletions(program);
  pointToHelp(program);
  return program;
}

/** Each line by itself: commander's own suggestions stand on a second one. */
function visible(text: string): string {
  return text.trimEnd().split('\n').map(visibleText).join('\n');
}

/** Whoever called a command wrongly is told where its arguments and examples stand. */
function pointToHelp(command: Command): void {
  command.showHelpAfterError(`(\`npx ${pathOf(command)} --help\` shows what it takes, with examples)`);
  command.commands.forEach(pointToHelp);
}
