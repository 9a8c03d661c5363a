import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

/** Pseudonyms of people, for plans whose evidence has no names. */
export function addPeople(program: Command, { terminal, state, finish }: Context): void {
  const people = program
    .command('people')
    .description('pseudonyms of people, for plans whose evidence has no names')
    .hook('preAction', () => checkStateDirectory(state))
    .addHelpText(
      'after',
      examples([['npx muster people pseudonym Ada --plan shop.yaml', 'as the plan has her']]),
    );
  people
    .command('new-key')
    .description('make the key that pseudonyms are made with, once for all who need it')
    .addHelpText('after', examples([['npx muster people new-key', 'in MUSTER_PEOPLE_KEY, if that is set']]))
    .action(async () => {
      const { newPeopleKey } = await import('../people.ts');
      finish(newPeopleKey(state, terminal));
    });
  people
    .command('pseudonym')
    .argument('<name>', 'who')
    .description('what a person is called in a plan and its evidence')
    .requiredOption('--plan <file>', 'recovery plan; the same person has another one in another plan')
    .addHelpText(
      'after',
      examples([['npx muster people pseudonym Ada --plan shop.yaml', 'for approvals.people']]),
    )
    .action(async (name: string, { plan: planFile }: { plan: string }) => {
      const { showPseudonym } = await import('../people.ts');
      finish(await showPseudonym({ planFile, name, state }, terminal));
    });
}
