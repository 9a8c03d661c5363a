import addCompletion from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { examples } from './examples.ts';

/** `completion` prints what a shell needs; `complete`, which is hidden, is what that calls. Add it last of all. */
export function addCompletions(program: Command): void {
  addCompletion(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('what bash, zsh, fish or powershell needs to complete commands and options')
    .addHelpText(
      'after',
      '\nCompletion is for the word `muster`; inside the clone a function makes it one:\n  muster() { npx muster "$@"; }',
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster completion bash > ~/.muster-completion', 'then source it in ~/.bashrc'],
        ['npx muster completion fish > ~/.config/fish/completions/muster.fish', 'read by each new fish'],
      ]),
    );
}
