import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { KeyPlace } from '../key-place.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface PlaceArguments {
  readonly plan?: string;
  readonly region?: string;
}

interface EndArguments extends PlaceArguments {
  readonly reason: string;
  readonly as: string;
  readonly from?: string;
}

const ENDS = [
  ['expire', 'expired', 'say that a key is used no longer; what it signed counts'],
  ['revoke', 'revoked', 'say that a key was in other hands from a moment on'],
] as const;

/** The keys that a region's evidence is signed with, as its log has them. */
export function addKeys(program: Command, context: Context): void {
  const keys = program
    .command('keys')
    .description('keys that evidence is signed with, as the log has them')
    .hook('preAction', () => checkStateDirectory(context.state))
    .addHelpText('after', examples([['npx muster keys list', 'which there are, and which signs now']]));
  addList(keys, context);
  addAdd(keys, context);
  for (const end of ENDS) addEnd(keys, context, end);
}

function addList(keys: Command, { terminal, state, finish }: Context): void {
  placed(keys.command('list'))
    .description('which keys the log knows, what it says of them, and which signs now')
    .option('--json', 'print one object', false)
    .addHelpText('after', examples([['npx muster keys list', 'of the recovery site']]))
    .action(async ({ json, ...scope }: PlaceArguments & { json: boolean }) => {
      const { showKeys } = await import('../keys.ts');
      finish(await at({ ...scope, state }, (place) => showKeys(place, terminal, { json })));
    });
}

function addAdd(keys: Command, { terminal, state, finish }: Context): void {
  placed(keys.command('add'))
    .description('tell the log of the key that signs now, as the next run would')
    .addHelpText('after', examples([['npx muster keys add', 'after a new key was put in the place of one']]))
    .action(async (scope: PlaceArguments) => {
      const { addKey } = await import('../keys.ts');
      finish(await at({ ...scope, state }, (place) => addKey(place, terminal)));
    });
}

function addEnd(
  keys: Command,
  { terminal, state, finish }: Context,
  [word, action, description]: (typeof ENDS)[number],
): void {
  placed(keys.command(`${word} <key>`))
    .description(description)
    .requiredOption('--reason <words>', 'why')
    .requiredOption('--as <name>', 'who says so')
    .option('--from <time>', 'since when it is so, in UTC; otherwise now')
    .addHelpText(
      'after',
      examples([[`npx muster keys ${word} 1f0c9a2b --as Ada --reason lost`, 'by how the key begins']]),
    )
    .action(async (key: string, { reason, as: by, from, ...scope }: EndArguments) => {
      const { endKey } = await import('../keys.ts');
      const end = { action, key, reason, by, from };
      finish(await at({ ...scope, state }, (place) => endKey(place, terminal, end)));
    });
}

function placed(command: Command): Command {
  return command
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox')
    .option('--region <name>', 'which log; otherwise that of the recovery site');
}

async function at(
  scope: PlaceArguments & Pick<Context, 'state'>,
  use: (place: KeyPlace) => Promise<number>,
): Promise<number> {
  const { withKeyPlace } = await import('../key-place.ts');
  return withKeyPlace(scope, use);
}
