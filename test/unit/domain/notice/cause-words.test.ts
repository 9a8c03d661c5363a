import { expect, test } from 'vitest';
import { causeWords } from '../../../../lib/domain/notice/cause-words.ts';

test.each([
  [
    'Error: {"errorType":"Error","errorMessage":"the session ended","trace":["at x"]}',
    'Error: the session ended',
  ],
  ['{"errorMessage":"alone"}', 'alone'],
  ['FenceUnproven: orders may still write', 'FenceUnproven: orders may still write'],
  ['Error: {"no":"message"}', 'Error: {"no":"message"}'],
  ['Error: {"cut off', 'Error: {"cut off'],
  ['x'.repeat(500), `${'x'.repeat(400)}…`],
])('of %s a person reads what was said', (text, words) => expect(causeWords(text)).toBe(words));
