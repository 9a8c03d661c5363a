import { expect, test } from 'vitest';
import { scopeWords } from '../../../lib/report/scope-words.ts';

test('a real event on a sandbox is called both', () => {
  expect(scopeWords({ scope: 'real', target: 'sandbox' })).toEqual({
    word: 'REAL',
    sentence: 'A real event on a sandbox, not a drill. Its times are no forecast for AWS.',
  });
  expect(scopeWords({ scope: 'real', target: 'aws' }).sentence).toBe('A real event, not a drill.');
  expect(scopeWords({ scope: 'rehearsal', target: 'sandbox' }).word).toBe('REHEARSAL');
});
