import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { addSandboxFault } from './add-sandbox-fault.ts';
import { examples } from './examples.ts';
import type { TimingOptions } from '../timing.ts';
import { seedOption, timingOption } from './timing-option.ts';

export function addSandbox(program: Command, context: Context): void {
  const sandbox = program
    .command('sandbox')
    .description('two AWS regions on this machine')
    .hook('preAction', () => checkStateDirectory(context.state))
    .addHelpText(
      'after',
      examples([
        ['npx muster sandbox up', 'start it'],
        ['npx muster drill failover', 'drill on it'],
        ['npx muster sandbox reset', 'take it back to its start'],
        ['npx muster sandbox down', 'end it'],
      ]),
    );
  addSandboxFault(sandbox, context);
  addUp(sandbox, context);
  addStatus(sandbox, context);
  addMessages(sandbox, context);
  addReset(sandbox, context);
  addRotateKey(sandbox, context);
  addDown(sandbox, context);
}

function addStatus(sandbox: Command, context: Context): void {
  sandbox
    .command('status')
    .description('say what stands')
    .option('--json', 'as one JSON object', false)
    .addHelpText(
      'after',
      examples([
        ['npx muster sandbox status', 'addresses, roles, and faults in force'],
        ['npx muster sandbox status --json', 'the same for programs'],
      ]),
    )
    .action(async (options: { json: boolean }) => {
      const { sandboxStatus } = await import('../sandbox-commands.ts');
      context.finish(await sandboxStatus(context, options));
    });
}

function addMessages(sandbox: Command, context: Context): void {
  sandbox
    .command('messages')
    .description('print what was published to the topics of the plan, oldest first')
    .option('--json', 'as one JSON array', false)
    .addHelpText(
      'after',
      examples([
        ['npx muster sandbox messages', 'what people would have been told'],
        ['npx muster sandbox messages --json', 'the same for programs'],
      ]),
    )
    .action(async (options: { json: boolean }) => {
      const { sandboxMessages } = await import('../sandbox-messages.ts');
      context.finish(await sandboxMessages(context, options));
    });
}

function addReset(sandbox: Command, context: Context): void {
  sandbox
    .command('reset')
    .description('take a sandbox that was failed over back to its start, for another drill')
    .addHelpText('after', examples([['npx muster sandbox reset', 'after a drill, before the next']]))
    .action(async () => {
      const { sandboxReset } = await import('../sandbox-commands.ts');
      context.finish(await sandboxReset(context));
    });
}

function addRotateKey(sandbox: Command, { terminal, state, finish }: Context): void {
  sandbox
    .command('rotate-key')
    .description('a new key to sign evidence with; the log says so')
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox')
    .option('--region <name>', 'whose key; otherwise that of the recovery site')
    .addHelpText('after', examples([['npx muster sandbox rotate-key', 'while no run signs its evidence']]))
    .action(async (scope: { plan?: string; region?: string }) => {
      const { rotateKey } = await import('../rotate-key.ts');
      finish(await rotateKey({ ...scope, state }, terminal));
    });
}

function addDown(sandbox: Command, context: Context): void {
  sandbox
    .command('down')
    .description('end the sandbox, also after a crash, and remove all that it kept; runs stay')
    .option('--all', 'the same: nothing is kept')
    .addHelpText('after', examples([['npx muster sandbox down', 'whatever its state']]))
    .action(async () => {
      const { sandboxDown } = await import('../sandbox-commands.ts');
      context.finish(await sandboxDown(context));
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
        ['npx muster sandbox up', 'two regions of a small shop, until `npx muster sandbox down`'],
        ['npx muster sandbox up --timing aws --seed 7', 'promotions and health checks take their minutes'],
      ]),
    )
    .action(async (options: TimingOptions & { plan: string }) => {
      const { sandboxUp } = await import('../sandbox-commands.ts');
      context.finish(await sandboxUp(context, options));
    });
}
