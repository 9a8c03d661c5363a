import { Writable } from 'node:stream';
import { type Command, CommanderError } from 'commander';
import { makeProgram } from '../../../lib/cli/program/program.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';

export function program(): Command {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = { out: sink, err: sink, live: false, colour: false, columns: 80 };
  return makeProgram({ terminal, state: stateDirectory({}), finish: () => undefined });
}

/** Groups that are calls by themselves: `muster runs` lists them. */
const OWN_CALLS = new Set(['runs']);

/** What is wrong with a command line such as `npx muster runs --jsn`; nothing when it is a call that exists. */
export function complaints(commandLine: string): readonly string[] {
  const [npx, muster, ...words] = commandLine.split(' ');
  const called = npx === 'npx' && muster === 'muster' ? [] : ['it does not begin with `npx muster`'];
  if (words.length === 0) return called;
  const command = descend(program(), words);
  // Help is asked of a group as well, and takes nothing.
  if (words.length === 1 && words[0] === '--help') return called;
  // `drill --due` is a call of the group itself.
  const isOwnOption = command.options.some(({ long }) => long === words[0]);
  if (command.commands.length > 0 && !isOwnOption && !OWN_CALLS.has(command.name()))
    return [...called, `no command ${[command.name(), ...words].join(' ')}`];
  return [...called, ...complaintsOfWords(command, words)];
}

/** The deepest command that the words name, which are taken away. */
function descend(from: Command, words: string[]): Command {
  const next = from.commands.find((one) => one.name() === words[0]);
  if (!next) return from;
  words.shift();
  return descend(next, words);
}

function complaintsOfWords(command: Command, words: readonly string[]): readonly string[] {
  try {
    const { operands, unknown } = command.configureOutput({ writeErr: () => {} }).parseOptions([...words]);
    const { registeredArguments: args } = command;
    const least = args.filter(({ required }) => required).length;
    const most = args.some(({ variadic }) => variadic) ? Infinity : args.length;
    return [
      ...unknown.map((option) => `no option ${option}`),
      ...operands
        .filter((word, index) => args[index]?.argChoices?.includes(word) === false)
        .map((word) => `no choice ${word}`),
      ...(operands.length < least || operands.length > most
        ? [`not so many words: ${operands.join(' ')}`]
        : []),
    ];
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It ends the parsing as a mistake does, and is none.
    return error.code === 'commander.version' ? [] : [error.message];
  }
}
