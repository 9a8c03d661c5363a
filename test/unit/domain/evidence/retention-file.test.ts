import { expect, test } from 'vitest';
import { keptFrom, parseRetention, retentionText } from '../../../../lib/domain/evidence/retention-file.ts';
import { planParts } from '../../../../lib/domain/plan/plan-parts.ts';
import { readRetention } from '../../../../lib/domain/plan/read-retention.ts';
import { NOON } from '../../../fakes/manual-clock.ts';

const DAY = 86_400;
const asked = { mode: 'GOVERNANCE', seconds: 30 * DAY } as const;
const inDays = (days: number) => NOON + days * DAY * 1e6;

test('evidence is kept for as long as the plan asks, and never shorter or weaker than by the bucket itself', () => {
  const on = (byDefault: { mode: 'GOVERNANCE' | 'COMPLIANCE'; seconds: number } | null) =>
    keptFrom(NOON, asked, { objectLock: 'on', byDefault });
  expect(on(null)).toEqual({ mode: 'GOVERNANCE', until: inDays(30) });
  expect(on({ mode: 'COMPLIANCE', seconds: 7 * DAY })).toEqual({ mode: 'COMPLIANCE', until: inDays(30) });
  expect(on({ mode: 'GOVERNANCE', seconds: 365 * DAY })).toEqual({ mode: 'GOVERNANCE', until: inDays(365) });
});

test('S3 takes whole seconds: a part of one is never lost', () => {
  expect(keptFrom(NOON + 1, asked, { objectLock: 'on', byDefault: null })?.until).toBe(inDays(30) + 1e6);
});

test.each([{ objectLock: 'off' }, { objectLock: 'unknown', problem: 'denied' }] as const)(
  'nothing is kept where the bucket is %j',
  (store) => expect(keptFrom(NOON, asked, store)).toBeNull(),
);

test('the file is read in its one form only', () => {
  const text = retentionText(
    {
      region: 'eu-west-1',
      bucket: 'orders',
      asked,
      store: { objectLock: 'on', byDefault: null },
      problem: null,
      files: ['plan.yaml'],
    },
    { mode: 'GOVERNANCE', until: inDays(30) },
  );
  expect(parseRetention(text)?.kept).toEqual({ mode: 'GOVERNANCE', until: '2026-03-31T12:00:00.000000Z' });
  expect(parseRetention(`${text}\n`)).toBeNull();
});

test('a plan that says nothing, or cannot be read, asks for what plans ask for', () => {
  const usual = { mode: 'GOVERNANCE', seconds: 1827 * DAY };
  expect(
    ['', 'name: x', '{', 'retention: { evidence: soon }'].map((text) => readRetention(planParts(text))),
  ).toEqual(Array.from({ length: 4 }, () => usual));
  expect(readRetention(planParts('retention: { evidence: P30D, evidenceMode: COMPLIANCE }'))).toEqual({
    mode: 'COMPLIANCE',
    seconds: 30 * DAY,
  });
});
