import { expect, test } from 'vitest';
import { durationWords } from '../../../../lib/domain/judge/duration-words.ts';

test.each([
  [0, '0 s'],
  [0.02, '20 ms'],
  [0.0996, '99.6 ms'],
  [0.5726, '0.573 s'],
  [59.9999, '60 s'],
  [90, '1 min 30 s'],
  [3600, '1 h'],
  [3661, '1 h 1 min 1 s'],
])('%d seconds read %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
