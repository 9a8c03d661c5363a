import { expect, test } from 'vitest';
import { testTitles } from './specification/test-titles.ts';

const BODY = '() => { expect(1).toBe(1); }';

test.each([
  ['a test', `test('held', ${BODY});`],
  ['under its other name', `it("held", ${BODY});`],
  ['asynchronous, with a time-out', `test('held', async () => { await run(); }, 60_000);`],
  ['of one expression', `test('held', () => expect(1).toBe(1));`],
  ['in groups', `describe('a', () => { describe('b', () => { test('held', ${BODY}); }); });`],
  ['with rows', `test.each([['x', 1]])('held', (_, one) => { expect(one).toBe(1); });`],
  ['of a type of rows', `test.each<[string]>([['x']])('held', (x: string) => { expect(x).toBe('x'); });`],
  ['a row', `test.each([['other', 1], ['held', 2]])('%s', (_, one) => { expect(one).toBe(1); });`],
  ['a row of one cell', `test.each(['held'])('what is %s', (one) => { expect(one).toBe('held'); });`],
])('%s holds its title', (_, source) => {
  expect(testTitles(source)).toContain('held');
});

test.each([
  ['a skipped test', `test.skip('held', ${BODY});`],
  ['a test to do', `test.todo('held');`],
  ['a test that is to fail', `test.fails('held', ${BODY});`],
  ['a test bound to a condition', `test.skipIf(true)('held', ${BODY});`],
  ['a test that is skipped by an option', `test('held', { skip: true }, ${BODY});`],
  ['the same behind it', `test('held', ${BODY}, { skip: true });`],
  ['a test that skips itself', `test('held', ({ skip }) => { skip(); });`],
  ['the same by its context', `test('held', (context) => { if (late) context.skip(); });`],
  ['a test without a body', `test('held');`],
  ['a test of nothing', `test('held', () => {});`],
  ['rows that are skipped', `test.skip.each([['held', 1]])('%s', ${BODY});`],
  ['a test of a skipped group', `describe.skip('a', () => { test('held', ${BODY}); });`],
  [
    'a test of a group in one',
    `describe.skip('a', () => { describe('b', () => { test('held', ${BODY}); }); });`,
  ],
  ['a test that is not reached', `if (false) { test('held', ${BODY}); }`],
  ['a group', `describe('held', () => { test('other', ${BODY}); });`],
  ['a test in a comment', `// test('held', ${BODY});`],
  ['a test in a long comment', `/* test('held', ${BODY}); */`],
  ['a test in a string', `const text = "test('held', ${BODY});";`],
  ['a mere string', `const held = 'held'; test('other', () => { expect('held').toBe(held); });`],
  ['a cell that the title does not show', `test.each([['other', 'held']])('%s', ${BODY});`],
  ['a row beside a title of its own', `test.each([['held', 1]])('other', ${BODY});`],
])('%s holds no title', (_, source) => {
  expect(testTitles(source)).not.toContain('held');
});
