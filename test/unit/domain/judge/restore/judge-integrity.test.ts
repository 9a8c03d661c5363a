import { expect, test } from 'vitest';
import { judgeIntegrity } from '../../../../../lib/domain/judge/restore/judge-integrity.ts';
import type { IntegrityReport } from '../../../../../lib/domain/record/restore-outcomes.ts';
import { IN_ORDER, restoredDatabase, verifiedDatabase } from '../../../../fakes/restored-database.ts';

const found = (what: string) => ({ what, seen: 'it is broken' });
const judged = (other: Partial<IntegrityReport>) =>
  judgeIntegrity(verifiedDatabase({ integrity: { ...IN_ORDER, ...other } }));

test('a database without a finding is met, with what was looked at', () => {
  expect(judged({})).toEqual({
    verdict: 'met',
    reason: '2 indexes and 1 tables of orders are whole; 1 constraint, 1 foreign key and 1 sequence hold',
  });
  expect(judged({ beyond: [found('public.by_place')] }).verdict).toBe('met');
});

test('each problem is named, and decides over what was not checked', () => {
  expect(judged({ problems: [found('public.orders')], unchecked: [found('public.late')] })).toEqual({
    verdict: 'missed',
    reason: 'orders is not in order: public.orders: it is broken',
  });
});

test.each([
  [judged({ unchecked: [found('public.late')] }), 'not all of orders was checked: public.late: it is broken'],
  [judged({ checked: { ...IN_ORDER.checked, indexes: 0 } }), 'no index or no table of orders was checked'],
  [judged({ checked: { ...IN_ORDER.checked, tables: 0 } }), 'no index or no table of orders was checked'],
  [judgeIntegrity(restoredDatabase({ verified: null })), 'whether orders is in order was not asked'],
])('what was not looked at is not proven: %#', (finding, reason) => {
  expect(finding).toEqual({ verdict: 'inconclusive', reason });
});
