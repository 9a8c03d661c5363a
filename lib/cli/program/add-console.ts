import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

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

/** 0 is any free port. */
function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port number, 0 to 65535.');
}
