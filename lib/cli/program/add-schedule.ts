import { type Command, Option } from 'commander';
import type { ScheduleFormat } from '../schedule.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface Options {
  readonly plan: string;
  readonly from?: string;
  readonly to?: string;
  readonly all: boolean;
  readonly json: boolean;
  readonly ics: boolean;
}

export function addSchedule(program: Command, { terminal, finish }: Context): void {
  program
    .command('schedule')
    .description("what runs when, in the plan's time zone: with what is closed to drills, and collisions")
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .option('--from <time>', "such as 2027-02-01T08:00, in the plan's time zone; otherwise now")
    .option('--to <time>', 'not in it any more; otherwise 31 days later')
    .option('--all', 'list also each of what comes more often than every second day', false)
    .addOption(new Option('--json', 'as one JSON object').default(false).conflicts(['all', 'ics']))
    .addOption(new Option('--ics', 'as an iCalendar file').default(false).conflicts('all'))
    .addHelpText(
      'after',
      examples([
        ['npx muster schedule --plan shop.yaml', 'the next 31 days'],
        ['npx muster schedule --plan shop.yaml --from 2027-01-01 --to 2027-04-01', 'a quarter'],
        ['npx muster schedule --plan shop.yaml --ics > drills.ics', 'for a calendar'],
      ]),
    )
    .action(async ({ plan, from, to, ...format }: Options) => {
      const { schedule } = await import('../schedule.ts');
      const now = new Date().toISOString();
      finish(await schedule({ file: plan, from, to, format: formatOf(format), stdout: terminal.out, now }));
    });
}

function formatOf({ all, json, ics }: Pick<Options, 'all' | 'json' | 'ics'>): ScheduleFormat {
  if (json) return 'json';
  if (ics) return 'ics';
  return all ? 'all' : 'text';
}
