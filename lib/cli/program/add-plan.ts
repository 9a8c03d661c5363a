import { type Command, Option } from 'commander';
import { defaultPlanFile } from '../../deployment/deployment.ts';
import { nearPath } from '../near-path.ts';
import type { PlanFormat } from '../plan-show.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const FORMATS: readonly PlanFormat[] = ['text', 'mermaid', 'svg', 'json'];

export function addPlan(program: Command, context: Context): void {
  const plan = program
    .command('plan')
    .description('write, check and show recovery plans')
    .addHelpText(
      'after',
      examples([
        ['npx muster plan new shop.yaml --name shop', 'write one'],
        ['npx muster plan check shop.yaml', 'whether it can be drilled'],
        ['npx muster plan show shop.yaml', 'what a drill would do'],
      ]),
    );
  addNew(plan, context);
  addCheck(plan, context);
  addShow(plan, context);
  plan
    .command('schema')
    .description('the JSON Schema of a plan, for editors')
    .addHelpText(
      'after',
      examples([['npx muster plan schema > plan.schema.json', 'for an editor of your choice']]),
    )
    .action(async () => {
      const { planSchema } = await import('../plan-schema.ts');
      context.finish(planSchema(context.terminal));
    });
}

function addNew(plan: Command, { terminal, finish }: Context): void {
  plan
    .command('new')
    .argument('[file]', 'where to write it', 'recovery-plan.yaml')
    .description('write a commented plan to start from')
    .option('--name <name>', 'name of the plan', 'my-service')
    .addHelpText('after', examples([['npx muster plan new shop.yaml --name shop', 'a plan of your own']]))
    .action(async (file: string, { name }: { name: string }) => {
      const { newPlan } = await import('../new-plan.ts');
      finish(await newPlan({ file, name, stdout: terminal.out }));
    });
}

function addCheck(plan: Command, { terminal, finish }: Context): void {
  plan
    .command('check')
    .argument('[file]', 'recovery plan', planOfDrills())
    .description('say what is wrong with a plan, with line and column')
    .option('--json', 'print the problems as JSON', false)
    .addHelpText(
      'after',
      examples([['npx muster plan check shop.yaml', 'ok, or every problem with its place']]),
    )
    .action(async (file: string, { json }: { json: boolean }) => {
      const { planCheck } = await import('../plan-check.ts');
      finish(await planCheck({ file, json, stdout: terminal.out, stderr: terminal.err }));
    });
}

function addShow(plan: Command, { terminal, finish }: Context): void {
  plan
    .command('show')
    .argument('[file]', 'recovery plan', planOfDrills())
    .description('objectives, sites, waves and databases of a plan')
    .addOption(new Option('--format <format>', 'how').choices([...FORMATS]).default('text'))
    .addOption(
      new Option('--json', 'the plan with all defaults; the same as --format json')
        .default(false)
        .conflicts('format'),
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster plan show shop.yaml', 'what a drill would do'],
        ['npx muster plan show shop.yaml --format mermaid', 'the waves, for a README'],
        ['npx muster plan show shop.yaml --format svg > waves.svg', 'the waves as a picture'],
      ]),
    )
    .action(async (file: string, { format, json }: { format: PlanFormat; json: boolean }) => {
      const { planShow } = await import('../plan-show.ts');
      const chosen = json ? 'json' : format;
      finish(await planShow({ file, format: chosen, stdout: terminal.out, stderr: terminal.err }));
    });
}

/** The plan that is drilled when none is named, as seen from here where that is shorter. */
export function planOfDrills(): string {
  return nearPath(defaultPlanFile());
}
