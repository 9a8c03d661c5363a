import type { Command } from 'commander';
import type { Context } from './context.ts';
import { type DrillArguments, drillCommand } from './drill-command.ts';
import { examples } from './examples.ts';

const EXAMPLES = [
  ['npx muster drill backup', 'a small shop backs up its database'],
  ['npx muster drill backup --plan drills/plans/sports-betting.yaml', 'two databases, at one moment'],
] as const;

export function addDrillBackup(drill: Command, { terminal, state, finish }: Context): void {
  drillCommand(
    drill,
    'backup',
    'snapshot every database, copy it to the recovery region, say what it has to hold',
  )
    .addHelpText('after', examples(EXAMPLES))
    .action(async ({ plan: planFile, ...rest }: DrillArguments) => {
      const { drillBackup } = await import('../drill-backup.ts');
      finish(await drillBackup({ ...rest, planFile, terminal, state }));
    });
}
