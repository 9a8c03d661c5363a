import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { addDrillFailover } from './add-drill-failover.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addDrill(program: Command, context: Context): void {
  const drill = program
    .command('drill')
    .description('run a drill and judge it')
    .hook('preAction', () => checkStateDirectory(context.state))
    .addHelpText('after', examples([['npx muster drill failover', 'lose a region, and recover']]));
  addDrillFailover(drill, context);
}
