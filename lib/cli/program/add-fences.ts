import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addFences(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('fences')
    .hook('preAction', () => checkStateDirectory(state))
    .description('list old primaries whose fence was left until their region answers again')
    .requiredOption('--plan <file>', 'the recovery plan')
    .option('--json', 'as one JSON array', false)
    .addHelpText('after', '\nExit codes: 0 none is outstanding, 2 one is.')
    .addHelpText(
      'after',
      examples([['npx muster fences --plan plan.yaml', 'what is not fenced, and since when']]),
    )
    .action(async (options: { plan: string; json: boolean }) => {
      const { fences } = await import('../fences.ts');
      finish(await fences({ ...options, terminal, state }));
    });
}
