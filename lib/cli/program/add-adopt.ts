import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface AdoptArguments {
  readonly plan: string;
  readonly as: string;
  readonly step?: readonly string[];
  readonly from?: string;
  readonly reason: string;
  readonly despite?: string;
  readonly staleEvidence?: string;
  readonly pastLever?: string;
  readonly breakGlass?: string;
  readonly confirm?: string;
  readonly out?: string;
  readonly json: boolean;
}

/** What was done with the printed runbook comes into the record. */
export function addAdopt(runs: Command, { terminal, state, finish }: Context): void {
  runs
    .command('adopt')
    .description('a real run over what was done by hand: it proves that, and does the rest')
    .requiredOption('--plan <file>', 'recovery plan')
    .requiredOption('--as <name>', 'who adopts it, and has done what nobody else is named for')
    .requiredOption('--reason <words>', 'why it was done by hand; it stands in the record')
    .option('--step <state>', 'a state that was done by hand; may be repeated', withMore)
    .option('--from <file>', 'the same as a YAML list: state, and at, by and note as written down')
    .option('--despite <words>', 'why the rest is done although what is seen speaks against it')
    .option('--stale-evidence <words>', 'why although no drill has proven the plan as it is')
    .option('--past-lever <words>', 'why although the safety lever is engaged')
    .option('--break-glass <words>', 'why nobody is asked to approve the rest')
    .option('--confirm <name>', 'name of the plan, from a machine that the plan lets start it')
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print one JSON object and nothing else on stdout', false)
    .hook('preAction', () => checkStateDirectory(state))
    .addHelpText(
      'after',
      examples([
        [
          'npx muster runs adopt --plan p.yaml --as Ada --step SwitchTraffic --reason why',
          'the switch is proven, the rest is done',
        ],
        [
          'npx muster runs adopt --plan p.yaml --as Ada --from steps.yaml --reason why',
          'with the times that were written down',
        ],
      ]),
    )
    .action(async ({ plan: planFile, ...given }: AdoptArguments) => {
      const { adoptRun } = await import('../adopt-run.ts');
      finish(await adoptRun({ ...given, planFile, terminal, state, input: process.stdin }));
    });
}

function withMore(state: string, before: readonly string[] = []): readonly string[] {
  return [...before, state];
}
