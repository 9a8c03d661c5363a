import { expect, test } from 'vitest';
import { ledgerGaps } from '../../../../lib/domain/measurement/ledger-gaps.ts';
import { attempt } from '../../../fakes/attempts.ts';

const of = (segment: number, ...seqs: number[]) => seqs.map((seq) => attempt(seq * 20, { segment, seq }));

test.each([
  ['nothing missing, in whatever order', [...of(1, 1, 0), ...of(0, 0, 2, 1)], []],
  ['a start that is missing', of(0, 2, 3), ['segment 0 attempts 0 to 1']],
  ['a middle that is missing', of(0, 0, 1, 5), ['segment 0 attempts 2 to 4']],
  ['a segment that is missing', [...of(0, 0), ...of(2, 0)], ['segment 1']],
  ['an attempt that is there twice', of(0, 0, 1, 1), ['segment 0 holds attempt 1 twice']],
  ['no attempts at all', [], []],
])('%s', (_name, attempts, gaps) => {
  expect(ledgerGaps(attempts)).toEqual(gaps);
});
