import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { makeProgram } from '../../../lib/cli/program/program.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';

/** `complete` is hidden: it is what a shell calls. */
const HIDDEN = 'complete';

function program(): Command {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = { out: sink, err: sink, live: false, colour: false, columns: 80 };
  return makeProgram({ terminal, state: stateDirectory({}), finish: () => undefined });
}

function below(command: Command): readonly Command[] {
  return command.commands.filter((one) => one.name() !== HIDDEN).flatMap((one) => [one, ...below(one)]);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

function helpOf(command: Command): string {
  let text = '';
  const write = (more: string) => void (text += more);
  command.configureOutput({ writeOut: write, getOutHelpWidth: () => 80 }).outputHelp();
  return text;
}

/** The commands of the examples, without what a shell does with their output. */
function examplesOf(command: Command): readonly string[] {
  const [, after = ''] = helpOf(command).split('\nExamples:\n');
  return after
    .split('\n')
    .filter((line) => line.startsWith('  npx '))
    .map((line) => line.trim().split(/ {2}| [|>] /)[0] ?? '');
}

const ALL = below(program()).map(nameOf);

function find(name: string): Command {
  const found = below(program()).find((command) => nameOf(command) === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
}

test('all commands are looked at, at each level', () => {
  expect(ALL).toEqual(
    expect.arrayContaining(['muster judge', 'muster plan check', 'muster sandbox fault add', 'muster help']),
  );
  expect(ALL.length).toBeGreaterThanOrEqual(22);
});

test.each(ALL)('%s says what it does, in 80 columns, with an example', (name) => {
  const command = find(name);
  expect(command.description()).toMatch(/^[a-zR-T]/);
  expect(examplesOf(command)).not.toEqual([]);
  expect(
    helpOf(command)
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

test('the first screen fits in 80 columns, and says three things to do', () => {
  const lines = helpOf(program()).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line.startsWith('  npx muster '))).toHaveLength(3);
});

/** What the command line would take the words to be: the command, and what of them it does not know. */
function parsed(example: string) {
  const [npx, muster, ...words] = example.split(' ');
  let command = program();
  while (words[0] !== undefined) {
    const [word] = words;
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
    words.shift();
  }
  const { operands, unknown } = command.parseOptions(words);
  return { called: `${npx} ${muster}`, command, operands, unknown };
}

test.each(ALL.flatMap((name) => examplesOf(find(name))))(
  'the example `%s` is a call that exists',
  (example) => {
    const { called, command, operands, unknown } = parsed(example);
    const args = command.registeredArguments;
    expect(called).toBe('npx muster');
    expect(unknown).toEqual([]);
    expect(command.commands).toEqual([]);
    expect(operands.length).toBeGreaterThanOrEqual(args.filter(({ required }) => required).length);
    expect(operands.length).toBeLessThanOrEqual(
      args.some(({ variadic }) => variadic) ? Infinity : args.length,
    );
  },
);

test('an example that does not exist would be noticed', () => {
  expect(parsed('npx muster plan chek x').command.commands).not.toEqual([]);
  expect(parsed('npx muster runs --jsn').unknown).toEqual(['--jsn']);
});
