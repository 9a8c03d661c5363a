import { type Command, Option } from 'commander';
import type { RunbookFormat } from '../runbooks.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const FORMATS: readonly RunbookFormat[] = ['markdown', 'html'];

export function addRunbook(program: Command, { terminal, finish }: Context): void {
  program
    .command('runbook')
    .description('a failover by hand, for the case that Muster is not there: every command, and what to see')
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .addOption(new Option('--format <format>', 'how').choices([...FORMATS]).default('markdown'))
    .addHelpText(
      'after',
      examples([
        ['npx muster runbook --plan shop.yaml', 'read it once before you need it'],
        ['npx muster runbook --plan shop.yaml --format html > shop.html', 'print it, and keep it on paper'],
      ]),
    )
    .action(async ({ plan, format }: { plan: string; format: RunbookFormat }) => {
      const { printRunbook } = await import('../runbooks.ts');
      finish(await printRunbook({ file: plan, format, stdout: terminal.out }));
    });
}
