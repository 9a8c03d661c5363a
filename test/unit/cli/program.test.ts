import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { complaints, program } from './parsed-command.ts';

/** `complete` is hidden: it is what a shell calls. */
const HIDDEN = 'complete';

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

test.each(ALL.flatMap((name) => examplesOf(find(name))))(
  'the example `%s` is a call that exists',
  (example) => {
    expect(complaints(example)).toEqual([]);
  },
);

test.each([
  ['npx muster plan chek x', 'no command plan chek x'],
  ['npx muster sandbox', 'no command sandbox'],
  ['npx muster runs --jsn', 'no option --jsn'],
  ['npx muster judge', 'not so many words: '],
  ['npx muster judge a b', 'not so many words: a b'],
  ['npx muster completion tcsh', 'no choice tcsh'],
  ['muster runs', 'it does not begin with `npx muster`'],
  [
    'npx muster drill failover --interval soon',
    expect.stringContaining("'--interval <duration>' argument 'soon' is invalid"),
  ],
])('the example `%s`, which does not exist, would be noticed', (example, complaint) => {
  expect(complaints(example)).toEqual([complaint]);
});
