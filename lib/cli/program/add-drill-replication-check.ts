import type { Command } from 'commander';
import type { Context } from './context.ts';
import { type DrillArguments, drillCommand } from './drill-command.ts';
import { examples } from './examples.ts';

const EXAMPLES = [
  ['npx muster drill replication-check', 'are both sites of a small shop the same'],
  ['npx muster drill replication-check --json', 'the judgement as one JSON object'],
] as const;

export function addDrillReplicationCheck(drill: Command, { terminal, state, finish }: Context): void {
  drillCommand(
    drill,
    'replication-check',
    'compare both sites row by row, and say what a loss at this moment would cost',
  )
    .addHelpText('after', examples(EXAMPLES))
    .action(async ({ plan: planFile, ...rest }: DrillArguments) => {
      const { drillReplicationCheck } = await import('../drill-replication-check.ts');
      finish(await drillReplicationCheck({ ...rest, planFile, terminal, state }));
    });
}
