import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { complaints } from './parsed-command.ts';

const FILES = globSync(['*.md', 'docs/*.md', 'drills/*/README.md']).toSorted();

/** Stands in the documents for any command. */
const ANY_COMMAND = /^npx muster (help )?COMMAND\b/;

/** Command lines of a document: between back-quotes, which may span lines, and in its code blocks. */
function commandsOf(text: string): readonly string[] {
  const inline = [...text.matchAll(/`(npx\s+muster\b[^`]*)`/g)].map(([, words = '']) => words);
  // A line that a shell goes on with is one with the next.
  const whole = text.replaceAll(/ \\\n +/g, ' ');
  const code = whole.split('\n').filter((line) => /^ {4}|^npx /.test(line));
  const blocks = code.flatMap((line) => [...line.matchAll(/\bnpx muster\b[^`]*/g)].map(([words]) => words));
  return [...inline, ...blocks, ...code.flatMap(listedCommand)]
    .map(plain)
    .filter((one) => !ANY_COMMAND.test(one));
}

/** README.md lists all commands, and says that each is called with `npx` in front. */
function listedCommand(line: string): readonly string[] {
  const [, words = ''] = /^ {4}(muster .*)$/.exec(line) ?? [];
  return words === '' ? [] : alternatives(`npx ${words.split('  ')[0] ?? ''}`);
}

/** `sandbox up|down` is two commands. */
function alternatives(line: string): readonly string[] {
  const [either] = /\S+\|\S+/.exec(line) ?? [];
  return either === undefined ? [line] : either.split('|').map((one) => line.replace(either, one));
}

/** Without what the shell does, remarks, and the marks of what may be left out or repeated. */
function plain(line: string): string {
  const [command = ''] = line.replaceAll('\n', ' ').split(/ {2,}| [#|>] | && |[;)]/);
  return command.replaceAll(/[[\]…]/g, '').trim();
}

test('documents of each kind have commands', () => {
  for (const file of ['README.md', 'docs/tutorial.md', 'docs/sandbox.md', 'drills/failover/README.md'])
    expect(commandsOf(readFileSync(file, 'utf8')), file).not.toEqual([]);
  expect(commandsOf(readFileSync('README.md', 'utf8'))).toContain('npx muster completion powershell');
  expect(commandsOf('    npx muster verify RUN \\\n      --nosuch')).toEqual([
    'npx muster verify RUN --nosuch',
  ]);
});

const ALL = FILES.flatMap((file) =>
  [...new Set(commandsOf(readFileSync(file, 'utf8')))].map((command) => [file, command] as const),
);

test.each(ALL)('%s: `%s` is a call that exists', (_, command) => {
  expect(complaints(command)).toEqual([]);
});

test.each([
  ['between back-quotes', 'Say `npx muster plan chek FILE` first.'],
  ['on two lines', 'Say `npx muster plan\nchek FILE` first.'],
  ['in a block of code', 'Say\n\n    npx muster plan chek FILE   # first\n'],
  ['after another command', 'Say\n\n    npm ci && npx muster plan chek FILE && true\n'],
  ['inside one', 'Say\n\n    status=$(npx muster plan chek FILE)\n'],
  ['in a fence', 'Say\n```sh\nnpx muster plan chek FILE\n```\n'],
  ['in the list', 'Say\n\n    muster plan chek [FILE]            what is wrong with a plan\n'],
])('a wrong one is found %s', (_, text) => {
  expect(commandsOf(text).flatMap(complaints)).toEqual(['no command plan chek FILE']);
});
