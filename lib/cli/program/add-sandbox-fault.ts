import type { Command } from 'commander';
import { faultsHelp } from '../drill-faults.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addSandboxFault(sandbox: Command, context: Context): void {
  const { finish } = context;
  const fault = sandbox.command('fault').description('faults of the sandbox that stands, through AWS FIS');
  fault
    .command('list')
    .description('say what is in force')
    .option('--json', 'as one JSON array', false)
    .action(async (options: { json: boolean }) => {
      const { sandboxFaultList } = await import('../sandbox-fault.ts');
      finish(await sandboxFaultList(context, options));
    });
  fault
    .command('add')
    .argument('<fault>', 'such as freeze or replication-delay=5s')
    .description('put a fault in force until it is removed')
    .option('--region <region>', "region to put it on; otherwise the primary's, or for APIs the recovery's")
    .addHelpText('after', faultsHelp())
    .addHelpText(
      'after',
      examples([
        ['muster sandbox fault add freeze', 'the primary stops, and may go on at any moment'],
        ['muster sandbox fault add replication-delay=5s', 'what is replicated comes five seconds late'],
      ]),
    )
    .action(async (text: string, options: { region?: string }) => {
      const { sandboxFaultAdd } = await import('../sandbox-fault.ts');
      finish(await sandboxFaultAdd(context, text, options));
    });
  fault
    .command('remove')
    .argument('<experiment>', 'as `list` and `add` name it')
    .description('undo a fault, and wait until that is done')
    .action(async (experiment: string) => {
      const { sandboxFaultRemove } = await import('../sandbox-fault.ts');
      finish(await sandboxFaultRemove(context, experiment));
    });
}
