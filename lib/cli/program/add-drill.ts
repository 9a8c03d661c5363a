import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { addDrillBackup } from './add-drill-backup.ts';
import { addDrillReplicationCheck } from './add-drill-replication-check.ts';
import { addDrillFailover } from './add-drill-failover.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const EXAMPLES = [
  ['npx muster drill failover', 'lose a region, and recover'],
  ['npx muster drill backup', 'back up every database into the other region'],
  ['npx muster drill replication-check', 'compare both sites row by row'],
] as const;

export function addDrill(program: Command, context: Context): void {
  const drill = program
    .command('drill')
    .description('run a drill and judge it')
    .hook('preAction', () => checkStateDirectory(context.state))
    .addHelpText('after', examples(EXAMPLES));
  addDrillFailover(drill, context);
  addDrillBackup(drill, context);
  addDrillReplicationCheck(drill, context);
}
