import type { Command } from 'commander';
import type { TimingOptions } from '../timing.ts';
import { planOfDrills } from './add-plan.ts';
import { seedOption, timingOption } from './timing-option.ts';

/** What every kind of drill takes on the command line. */
export interface DrillArguments extends TimingOptions {
  readonly plan: string;
  readonly out?: string;
  readonly json: boolean;
}

/** The command of one kind of drill, with the options that all of them have. */
export function drillCommand(drill: Command, kind: string, description: string): Command {
  return drill
    .command(kind)
    .description(description)
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .addOption(timingOption())
    .addOption(seedOption())
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print the one object of the judgement and nothing else on stdout', false);
}
