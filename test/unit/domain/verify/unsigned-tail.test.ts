import { expect, test } from 'vitest';
import { unsignedTail } from '../../../../lib/domain/verify/unsigned-tail.ts';

const LOG = ['a', 'b', 'c', 'd', 'e'];
const says = (which: string) =>
  `--log: ${which} behind every checkpoint that was given, so that nobody has signed the end of it: name the checkpoint that was exported beside it as --since`;

test.each([
  { what: 'the largest checkpoint covers all of it', log: LOG, sizes: [2, 5, 0], expected: null },
  { what: 'a checkpoint of a longer log covers it', log: LOG, sizes: [9], expected: null },
  { what: 'leaves behind the largest', log: LOG, sizes: [1, 3], expected: says('leaves 3 to 4 stand') },
  { what: 'one leaf behind it', log: LOG, sizes: [4], expected: says('leaf 4 stands') },
  { what: 'no checkpoint at all', log: LOG, sizes: [], expected: says('leaves 0 to 4 stand') },
  { what: 'no log', log: null, sizes: [3], expected: null },
])('$what', ({ log, sizes, expected }) => expect(unsignedTail(log, sizes)).toBe(expected));
