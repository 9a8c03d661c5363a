import { expect, test } from 'vitest';
import { unsignedTail } from '../../../../lib/domain/verify/unsigned-tail.ts';

const LOG = ['a', 'b', 'c', 'd', 'e'];
const says = (which: string) =>
  `--log: ${which} behind every checkpoint that was given, so that nobody has signed the end of it: name the checkpoint that was exported beside it as --since`;

test.each([
  ['the largest checkpoint covers all of it', LOG, [2, 5, 0], null],
  ['a checkpoint of a longer log covers it', LOG, [9], null],
  ['leaves behind the largest', LOG, [1, 3], says('leaves 3 to 4 stand')],
  ['one leaf behind it', LOG, [4], says('leaf 4 stands')],
  ['no checkpoint at all', LOG, [], says('leaves 0 to 4 stand')],
  ['no log', null, [3], null],
] as const)('%s', (_what, log, sizes, expected) => expect(unsignedTail(log, sizes)).toBe(expected));
