import { type Command, Option } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { UsageError } from '../usage-error.ts';
import type { RealArguments } from '../real-reasons.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface FailoverArguments extends RealArguments {
  readonly plan: string;
  readonly real: boolean;
  readonly look: boolean;
  readonly calls: boolean;
  readonly json: boolean;
  readonly confirm?: string;
  readonly printInput: boolean;
  readonly out?: string;
  readonly yes?: boolean;
}

const EXAMPLES = [
  ['npx muster failover --plan shop.yaml --real --look', 'see what is lost and what would be done'],
  ['npx muster failover --plan shop.yaml --real --look --calls', 'the same, with every call'],
  ['npx muster failover --plan shop.yaml --real', 'the same, and it starts once the name is typed'],
  ['npx muster failover --plan shop.yaml --real --print-input', 'for those who start it from the console'],
] as const;

export function addFailover(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('failover')
    .description(
      'the real failover: see what is lost and what is done, type the name of the plan, and it starts',
    )
    .requiredOption('--plan <file>', 'recovery plan')
    .option('--real', 'this is no drill', false)
    .option('--look', 'show it, ask nothing and start nothing', false)
    .option('--calls', 'list every call that is made, and where', false)
    .option('--as <name>', 'who starts it, and so may not approve it; otherwise the name of the account')
    .option('--reason <words>', 'why; it stands in the record, and LOOK CLOSER needs it')
    .option('--despite <words>', 'why although what is seen speaks against it')
    .option('--stale-evidence <words>', 'why although no drill has proven the plan as it is')
    .option('--past-lever <words>', 'why although the safety lever is engaged')
    .option(
      '--break-glass <words>',
      "why without asking anybody; the plan's topics are told, and it is on record",
    )
    .option('--confirm <name>', 'name of the plan, from a machine that the plan lets start it')
    .option('--print-input', "print the state machine's input instead, to be confirmed in it", false)
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print one JSON object and nothing else on stdout', false)
    .hook('preAction', () => checkStateDirectory(state))
    .addOption(new Option('-y, --yes').hideHelp())
    .addHelpText('after', examples(EXAMPLES))
    .action(async ({ plan: planFile, yes, ...rest }: FailoverArguments) => {
      if (yes)
        throw new UsageError(
          `there is no --yes for a real failover: it is confirmed by typing the plan's name`,
        );
      const { failover } = await import('../failover.ts');
      finish(await failover({ ...rest, planFile, terminal, state, input: process.stdin }));
    });
}
