import { type Command, Option } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';
import { portNumber } from './port-number.ts';

const PORT = 8150;

export function addConsole(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('console')
    .hook('preAction', () => checkStateDirectory(state))
    .description('serve a web page on this machine, for approvals, decisions and runs')
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox that stands')
    .addOption(new Option('--port <number>', 'where it listens').argParser(portNumber).default(PORT))
    .addHelpText(
      'after',
      examples([
        ['npx muster console', `open http://127.0.0.1:${PORT}/ then`],
        ['npx muster console --plan shop.yaml --port 9000', 'of another plan, elsewhere'],
      ]),
    )
    .action(async (options: { plan?: string; port: number }) => {
      const { openConsole } = await import('../console.ts');
      finish(await openConsole({ ...options, terminal, state }));
    });
}
