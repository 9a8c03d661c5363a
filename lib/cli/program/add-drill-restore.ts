import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RestoreSource } from '../../domain/run/restore-input.ts';
import { pointInTime } from '../point-in-time.ts';
import type { Context } from './context.ts';
import { type DrillArguments, drillCommand } from './drill-command.ts';
import { examples } from './examples.ts';

interface RestoreArguments extends DrillArguments {
  readonly backup?: string;
  readonly pointInTime?: RestoreSource;
}

const EXAMPLES = [
  ['npx muster drill restore', 'the newest backup becomes a database, is proven and removed'],
  ['npx muster drill restore --point-in-time 5m', 'what was five minutes ago'],
  ['npx muster drill restore --backup RUN', 'the backup that a run has made'],
] as const;

export function addDrillRestore(drill: Command, { terminal, state, finish }: Context): void {
  drillCommand(drill, 'restore', 'restore every database beside the system, prove what is there, remove it')
    .addOption(new Option('--backup <run>', 'restore the backup of this run').conflicts('pointInTime'))
    .option('--point-in-time <moment>', 'restore a moment: ISO 8601 in UTC, or how long ago, as 5m', moment)
    .addHelpText('after', examples(EXAMPLES))
    .action(async ({ plan: planFile, backup, pointInTime: wished, ...rest }: RestoreArguments) => {
      const { drillRestore } = await import('../drill-restore.ts');
      const source: RestoreSource | undefined =
        backup === undefined ? wished : { kind: 'chosen-backup', run: backup };
      finish(await drillRestore({ ...rest, planFile, terminal, state, ...(source && { source }) }));
    });
}

function moment(text: string): RestoreSource {
  const target = pointInTime(text);
  if (target) return { kind: 'point-in-time', target, orLater: false };
  throw new InvalidArgumentError(
    'expected a moment such as 2027-03-28T01:30:00Z, or how long ago, such as 5m.',
  );
}
