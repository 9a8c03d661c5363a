import addCompletion from '@bomb.sh/tab/commander';
import { Command, CommanderError } from 'commander';
import { toolVersion } from '../tool-version.ts';
import { addClean } from './add-clean.ts';
import { addDrill } from './add-drill.ts';
import { addInitDb } from './add-init-db.ts';
import { addJudge } from './add-judge.ts';
import { addPlan } from './add-plan.ts';
import { addRuns } from './add-runs.ts';
import { addSandbox } from './add-sandbox.ts';
import type { Context } from './context.ts';

const FIRST_STEPS = `
Three things to do first:
  npx muster drill failover   lose a region on this machine and see the service recover
  npx muster open             open the report of that run
  npx muster plan new         write a recovery plan of your own

Exit codes: 0 met, 1 missed, 2 inconclusive, 64 wrong usage or plan, 70 the tool itself failed.`;

/** Every command with its options, help and examples. */
export function makeProgram(context: Context): Command {
  const program = new Command('muster')
    .description('Proves that a service survives the loss of a data centre.')
    .option('-V, --version', 'say the version, and the commit that it is')
    .on('option:version', () => {
      context.terminal.out.write(`muster ${toolVersion()}\n`);
      throw new CommanderError(0, 'commander.version', 'said');
    })
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', FIRST_STEPS);
  addDrill(program, context);
  addJudge(program, context);
  addRuns(program, context);
  addClean(program, context);
  addPlan(program, context);
  addSandbox(program, context);
  addInitDb(program, context);
  addCompletion(program, { completionCommandName: 'completion' });
  return program;
}
