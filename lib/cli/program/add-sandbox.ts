import type { Command } from 'commander';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { addSandboxFault } from './add-sandbox-fault.ts';
import { examples } from './examples.ts';
import type { TimingOptions } from '../timing.ts';
import { seedOption, timingOption } from './timing-option.ts';

export function addSandbox(program: Command, context: Context): void {
  const sandbox = program.command('sandbox').description('two AWS regions on this machine');
  const { finish } = context;
  addSandboxFault(sandbox, context);
  addUp(sandbox, context);
  sandbox
    .command('status')
    .description('say what stands')
    .option('--json', 'as one JSON object', false)
    .action(async (options: { json: boolean }) => {
      const { sandboxStatus } = await import('../sandbox-commands.ts');
      finish(await sandboxStatus(context, options));
    });
  sandbox
    .command('reset')
    .description('take a sandbox that was failed over back to its start, for another drill')
    .action(async () => {
      const { sandboxReset } = await import('../sandbox-commands.ts');
      finish(await sandboxReset(context));
    });
  sandbox
    .command('down')
    .description('end the sandbox, also after a crash, and remove all that it kept; runs stay')
    .option('--all', 'the same: nothing is kept')
    .action(async () => {
      const { sandboxDown } = await import('../sandbox-commands.ts');
      finish(await sandboxDown(context));
    });
}

function addUp(sandbox: Command, context: Context): void {
  sandbox
    .command('up')
    .description('start a sandbox that stands until `sandbox down`')
    .option('--plan <file>', 'recovery plan that the sandbox is made for', planOfDrills())
    .addOption(timingOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      examples([
        ['muster sandbox up', 'two regions of a small shop, until `muster sandbox down`'],
        ['muster sandbox up --timing aws --seed 7', 'promotions and health checks take their minutes'],
      ]),
    )
    .action(async (options: TimingOptions & { plan: string }) => {
      const { sandboxUp } = await import('../sandbox-commands.ts');
      context.finish(await sandboxUp(context, options));
    });
}
