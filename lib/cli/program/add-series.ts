import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface Options {
  readonly plan: string;
  readonly at?: string;
  readonly json: boolean;
}

export function addSeries(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('series')
    .hook('preAction', () => checkStateDirectory(state))
    .description(
      "what a plan's geo-replication checks found of its RPO, and its alarm, which is the exit code",
    )
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .option('--at <time>', 'stands for the present')
    .option('--json', 'as one JSON object', false)
    .addHelpText(
      'after',
      examples([
        ['npx muster series', 'each check, and OK, ALARM or INSUFFICIENT_DATA'],
        ['npx muster series --plan shop.yaml --json', 'the same for programs'],
      ]),
    )
    .action(async ({ plan: file, ...options }: Options) => {
      const { series } = await import('../series.ts');
      finish(await series({ file, ...options, terminal, state }));
    });
}
