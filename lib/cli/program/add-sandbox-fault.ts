import type { Command } from 'commander';
import { faultsHelp } from '../drill-faults.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addSandboxFault(sandbox: Command, context: Context): void {
  const fault = sandbox
    .command('fault')
    .description('faults of the sandbox that stands, through AWS FIS')
    .addHelpText(
      'after',
      examples([
        ['npx muster sandbox fault add freeze', 'put one in force'],
        ['npx muster sandbox fault list', 'what is in force, and its experiment'],
        ['npx muster sandbox fault remove EXPFD1567513848B133', 'undo it'],
      ]),
    );
  addList(fault, context);
  addAdd(fault, context);
  addRemove(fault, context);
}

function addList(fault: Command, context: Context): void {
  fault
    .command('list')
    .description('say what is in force')
    .option('--json', 'as one JSON array', false)
    .addHelpText('after', examples([['npx muster sandbox fault list', 'one fault a line']]))
    .action(async (options: { json: boolean }) => {
      const { sandboxFaultList } = await import('../sandbox-fault.ts');
      context.finish(await sandboxFaultList(context, options));
    });
}

function addAdd(fault: Command, context: Context): void {
  fault
    .command('add')
    .argument('<fault>', 'such as freeze or replication-delay=5s')
    .description('put a fault in force until it is removed')
    .option('--region <region>', "region to put it on; otherwise the primary's, or for APIs the recovery's")
    .addHelpText('after', faultsHelp())
    .addHelpText(
      'after',
      examples([
        ['npx muster sandbox fault add freeze', 'the primary stops, and may go on at any moment'],
        ['npx muster sandbox fault add replication-delay=5s', 'what is replicated comes five seconds late'],
      ]),
    )
    .action(async (text: string, options: { region?: string }) => {
      const { sandboxFaultAdd } = await import('../sandbox-fault.ts');
      context.finish(await sandboxFaultAdd(context, text, options));
    });
}

function addRemove(fault: Command, context: Context): void {
  fault
    .command('remove')
    .argument('<experiment>', 'as `list` and `add` name it')
    .description('undo a fault, and wait until that is done')
    .addHelpText(
      'after',
      examples([['npx muster sandbox fault remove EXPFD1567513848B133', 'one that `list` shows']]),
    )
    .action(async (experiment: string) => {
      const { sandboxFaultRemove } = await import('../sandbox-fault.ts');
      context.finish(await sandboxFaultRemove(context, experiment));
    });
}
