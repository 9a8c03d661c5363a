import { expect, test } from 'vitest';
import { whoSays } from '../../../lib/cli/person.ts';
import { program } from './parsed-command.ts';

const NOBODY = () => {
  throw new Error('ENOENT: no such entry');
};

test('who says so is whom --as names, then the account', () => {
  expect(whoSays(' Ada  Lovelace ', { USER: 'oncall' }, NOBODY)).toBe('Ada Lovelace');
  expect(whoSays(undefined, { USER: 'oncall' }, NOBODY)).toBe('oncall');
  expect(whoSays(undefined, {}, () => 'ada')).toBe('ada');
  expect(whoSays(undefined, { USER: ' ' }, () => 'ada')).toBe('ada');
});

test.each([
  ['', '--as "": expected one line of 1 to 500 characters'],
  [' \t', '--as " \\t": expected one line of 1 to 500 characters'],
  ['Ada\u001b[2J', '--as "Ada\\u001b[2J": expected one line of 1 to 500 characters'],
])('a name says something: %j', (as, message) => {
  expect(() => whoSays(as, { USER: 'oncall' }, NOBODY)).toThrow(message);
});

test('an account without a name, as a container gives it, has to be told one', () => {
  expect(() => whoSays(undefined, {}, NOBODY)).toThrow(
    'who says so is not known here, since this account has no name; give one with --as NAME',
  );
});

test('no command asks for the account before it is called', () => {
  const defaults = program().commands.flatMap(({ options }) =>
    options.flatMap(({ long, defaultValue }) => (long === '--as' ? [defaultValue] : [])),
  );
  expect(defaults.length).toBeGreaterThan(5);
  expect(defaults.filter((value) => value !== undefined)).toEqual([]);
});

test.each(['approve', 'deny', 'abort'])(
  '`muster %s` takes no name and no reason that say nothing',
  async (word) => {
    const called = (...args: readonly string[]) =>
      program().parseAsync([word, 'run-1', ...args], { from: 'user' });
    await expect(called('--as', '')).rejects.toThrow('--as "": expected one line');
    await expect(called('--as', 'Ada', '--reason', ' ')).rejects.toThrow('--reason " ": expected one line');
  },
);
