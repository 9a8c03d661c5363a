import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface Options {
  readonly plan: string;
  readonly keep: boolean;
  readonly list: boolean;
  readonly json: boolean;
}

export function addPreflight(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('preflight')
    .hook('preAction', () => checkStateDirectory(state))
    .description(
      'whether a failover would get through now: every gate, and what to do about it; changes nothing',
    )
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .option('--keep', "keep the result, here and in the recovery site's bucket", false)
    .option('--list', 'list the results that were kept, and ask nothing', false)
    .option('--json', 'as one JSON object', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 a failover would get through, also where something is warned of;\n1 a gate blocks it; 2 something could not be asked.',
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster preflight --plan shop.yaml', 'every gate of that plan'],
        ['npx muster preflight --plan shop.yaml --list', 'since when something is wrong'],
      ]),
    )
    .action(async ({ plan: planFile, list, ...options }: Options) => {
      const asked = { planFile, ...options, terminal, state };
      if (list) finish(await (await import('../preflight-list.ts')).listPreflights(asked));
      else finish(await (await import('../preflight.ts')).preflight(asked));
    });
}
