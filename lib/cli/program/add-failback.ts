import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const STEPS = [
  [
    'npx muster failback plan --plan plan.yaml --run RUN > failback.yaml',
    'write the plan of the way back, and look at it',
  ],
  ['npx muster failback report --plan failback.yaml --run RUN', 'what the old primary alone holds'],
  ['npx muster failback protect --plan failback.yaml --run RUN', 'the old primary becomes a replica'],
  ['npx muster failback switch --plan failback.yaml', 'roles change back'],
] as const;

/** The way back after a failover: never by itself, and each stage started by a person. */
export function addFailback(program: Command, context: Context): void {
  const failback = program
    .command('failback')
    .description('go back to the original site after a failover, stage by stage')
    .addHelpText('after', examples(STEPS));
  addPlanCommand(failback, context);
  addStage(failback, context, 'report');
  addStage(failback, context, 'protect');
  addSwitch(failback, context);
  addRows(failback, context);
}

function addPlanCommand(failback: Command, { terminal, state, finish }: Context): void {
  failback
    .command('plan')
    .description('write the plan of the way back, for a person to look at and to commit')
    .requiredOption('--plan <file>', 'the plan that was failed over')
    .option('--run <run>', 'the failover that is gone back from')
    .addHelpText('after', examples(STEPS.slice(0, 1)))
    .action(async ({ plan, run }: { plan: string; run?: string }) => {
      const { printFailbackPlan } = await import('../failback-plan.ts');
      finish(await printFailbackPlan({ file: plan, run: run ?? null, state, stdout: terminal.out }));
    });
}

interface StageArguments {
  readonly plan: string;
  readonly run?: string;
  readonly out?: string;
  readonly json: boolean;
  readonly as?: string;
  readonly confirm?: string;
}

const WORDS = {
  report: 'find and save what the old primary alone holds, and leave it as it is',
  protect: 'the same, and then the old primary becomes a replica: there is a second copy again',
} as const;

function stageCommand(failback: Command, name: string, description: string): Command {
  return failback
    .command(name)
    .description(description)
    .requiredOption('--plan <file>', 'the plan of the way back')
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print the one object of the judgement and nothing else on stdout', false);
}

/** What changes production is confirmed as a failover is. */
function confirmedCommand(failback: Command, name: string, description: string): Command {
  return stageCommand(failback, name, description)
    .option('--as <name>', 'who confirms it; otherwise the name of the account')
    .option('--confirm <name>', 'name of the plan, from a machine that the plan lets start it');
}

function addStage(
  failback: Command,
  { terminal, state, finish }: Context,
  stage: 'report' | 'protect',
): void {
  const command = stage === 'protect' ? confirmedCommand : stageCommand;
  command(failback, stage, WORDS[stage])
    .hook('preAction', () => checkStateDirectory(state))
    .option('--run <run>', 'the failover that is gone back from: since then there has been one copy')
    .addHelpText('after', examples(STEPS.filter(([line]) => line.includes(` ${stage} `))))
    .action(async ({ plan, ...options }: StageArguments) => {
      const { reprotect } = await import('../run-failback.ts');
      finish(await reprotect({ ...options, planFile: plan, stage, terminal, state, input: process.stdin }));
    });
}

function addSwitch(failback: Command, { terminal, state, finish }: Context): void {
  confirmedCommand(failback, 'switch', 'change roles back: writers are drained, and nothing is lost')
    .hook('preAction', () => checkStateDirectory(state))
    .option('--window <from/to>', 'when writers may be drained; otherwise at once')
    .addHelpText(
      'after',
      examples([
        ['npx muster failback switch --plan failback.yaml', 'at once'],
        [
          'npx muster failback switch --plan failback.yaml --window 2027-02-01T02:00/PT2H',
          "not before and not after, in the plan's time zone",
        ],
      ]),
    )
    .action(async ({ plan, ...options }: StageArguments & { window?: string }) => {
      const { switchBack } = await import('../run-failback.ts');
      finish(await switchBack({ ...options, planFile: plan, terminal, state, input: process.stdin }));
    });
}

function addRows(failback: Command, { terminal, state, finish }: Context): void {
  failback
    .command('rows')
    .argument('<run>', 'a run of `failback report` or `failback protect`')
    .requiredOption('--out <directory>', 'where to put them')
    .hook('preAction', () => checkStateDirectory(state))
    .description('copy what such a run has saved: rows of users, as lines and as SQL that replays them')
    .addHelpText('after', examples([['npx muster failback rows RUN --out diverged', 'look at them']]))
    .action(async (run: string, { out }: { out: string }) => {
      const { failbackRows } = await import('../failback-rows.ts');
      finish(await failbackRows({ run, out, terminal, state }));
    });
}
