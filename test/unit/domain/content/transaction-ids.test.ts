import { expect, it } from 'vitest';
import { hasReached } from '../../../../lib/domain/content/lsn.ts';
import { endedBefore } from '../../../../lib/domain/content/transaction-ids.ts';

it.each([
  ['99', '100:120:100,110', true],
  ['100', '100:120:100,110', false],
  // 105 is not among those that ran, and may be a part of one that did.
  ['105', '100:120:100,110', false],
  ['130', '100:120:', false],
  ['4294967290', '4294967300:4294967300:', true],
  ['5', '4294967300:4294967300:', false],
  ['3', '4294967300:4294967300:', true],
])('transaction %s had ended before snapshot %s: %s', (xid, snapshot, ended) => {
  expect(endedBefore(xid, snapshot)).toBe(ended);
});

it.each([
  ['0/3000060', '0/3000060', true],
  ['0/3000059', '0/3000060', false],
  ['1/0', '0/FFFFFFFF', true],
  ['9/10', 'A/1', false],
])('position %s has reached %s: %s', (lsn, other, reached) => {
  expect(hasReached(lsn, other)).toBe(reached);
});
