import type { Command } from 'commander';
import { nearMiss } from '../../domain/plan/near-miss.ts';
import { checkStateDirectory } from '../check-state-directory.ts';
import { addDrillBackup } from './add-drill-backup.ts';
import { addDrillReplicationCheck } from './add-drill-replication-check.ts';
import { addDrillRestore } from './add-drill-restore.ts';
import { addDrillFailover } from './add-drill-failover.ts';
import { addDrillSwitchover } from './add-drill-switchover.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const EXAMPLES = [
  ['npx muster drill failover', 'lose a region, and recover'],
  ['npx muster drill switchover', 'change roles and back, and lose nothing'],
  ['npx muster drill backup', 'back up every database into the other region'],
  ['npx muster drill restore', 'a backup becomes a database that answers'],
  ['npx muster drill replication-check', 'compare both sites row by row'],
  ['npx muster drill --due', 'what the schedule has due, for a timer to call'],
] as const;

interface DueArguments {
  readonly due?: boolean;
  readonly at?: string;
  readonly since?: string;
  readonly plan: string;
}

/** Without --due a kind has to be named; commander itself says so only of commands that do nothing by themselves. */
function mustBeDue(command: Command, due = false): void {
  const [word] = command.args;
  if (word === undefined && !due) command.help({ error: true });
  if (word === undefined) return;
  const meant = nearMiss(
    word,
    command.commands.map((kind) => kind.name()),
  );
  command.error(`error: unknown command '${word}'${meant === undefined ? '' : `\n(Did you mean ${meant}?)`}`);
}

export function addDrill(program: Command, context: Context): void {
  const drill = program
    .command('drill')
    .description('run a drill and judge it')
    .option('--due', "run what the plan's schedule has due, and name what was due and did not run")
    .option('--at <time>', 'with --due: stands for the present')
    .option('--since <time>', 'with --due: nothing before; otherwise since the last look, or for a day')
    .option('--plan <file>', 'with --due: recovery plan', planOfDrills())
    .allowExcessArguments()
    .hook('preAction', () => checkStateDirectory(context.state))
    .addHelpText('after', examples(EXAMPLES))
    .action(async ({ due, plan: planFile, ...rest }: DueArguments, command: Command) => {
      mustBeDue(command, due);
      const { drillDue } = await import('../drill-due.ts');
      const { terminal, state, finish } = context;
      finish(await drillDue({ ...rest, planFile, json: false, terminal, state }));
    });
  addDrillFailover(drill, context);
  addDrillSwitchover(drill, context);
  addDrillBackup(drill, context);
  addDrillReplicationCheck(drill, context);
  addDrillRestore(drill, context);
}
