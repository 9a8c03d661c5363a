import { describe, expect, it } from 'vitest';
import { judgeRestoredContent } from '../../../../../lib/domain/judge/restore/judge-restored-content.ts';
import type { RestoredDatabase } from '../../../../../lib/domain/judge/restore/restored-database.ts';
import type { CheckAnswer } from '../../../../../lib/domain/record/restore-outcomes.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import {
  COPY,
  MARKED,
  restoredDatabase,
  verifiedDatabase,
  VERIFIED,
} from '../../../../fakes/restored-database.ts';
import { momentPoint } from '../../../../fakes/restore-run.ts';

const judged = (other: Partial<RestoredDatabase>) =>
  judgeRestoredContent([restoredDatabase({ copy: COPY, ...other })], factsOf({}));
const ofCopy = (other: Partial<typeof COPY>) => judged({ copy: { ...COPY, ...other } });

describe('a copy of a backup', () => {
  it('is met by the rows that are proven, whatever changed while the backup was taken', () => {
    expect(ofCopy({})).toEqual({
      verdict: 'met',
      reason: '38 rows of 40 of orders are proven to be those of the backup',
    });
  });

  const place = { table: 'public.orders', from: 0, to: 8, ctid: null };
  it.each([
    [
      { wrong: ['10.2.0.1:5432 is of another system: 2, not 1'] },
      '10.2.0.1:5432 is of another system: 2, not 1',
    ],
    [{ missingTables: ['public.orders'] }, 'the table public.orders is missing'],
    [
      { mismatches: [{ ...place, kind: 'range' as const, seen: '9 rows of another digest, where 10 were' }] },
      'public.orders: a range place, 9 rows of another digest, where 10 were',
    ],
    [{ sequences: [{ sequence: 'public.s', state: 'behind' as const }] }, 'the sequence public.s is behind'],
  ])('is missed, and says where, when it is another one: %j', (other, what) => {
    const reason = `orders is not what was backed up: ${what}`;
    expect(ofCopy(other)).toEqual({ verdict: 'missed', reason });
  });

  const unread = { table: 'public.late', from: 0, to: 8, changed: false, reason: 'it was not looked at' };
  it.each([
    [{ problems: ['the comparison of the copy has no end'] }, 'the comparison of the copy has no end'],
    [{ unproven: [unread] }, 'public.late: it was not looked at'],
    [{ proven: 0 }, 'no row is proven'],
  ])('proves nothing as far as it was not looked at: %j', (other, what) => {
    const reason = `orders is not proven to be what was backed up: ${what}`;
    expect(ofCopy(other)).toEqual({ verdict: 'inconclusive', reason });
  });

  it('is not known when nobody looked, or had nothing to hold it against', () => {
    expect(judged({ copy: null }).reason).toBe(
      'the copy of orders was not compared with the manifest of its backup',
    );
    expect(judged({ verified: null })).toEqual({
      verdict: 'inconclusive',
      reason: 'what was restored of orders was not looked at',
    });
  });
});

describe('a moment', () => {
  const moment = (before: boolean | null, after: boolean) =>
    judged({
      point: momentPoint(null),
      marked: MARKED,
      copy: null,
      verified: { ...VERIFIED, markers: { before, after } },
    });

  it.each([
    [
      'met',
      { before: true, after: false },
      'orders has the last marker before 2026-03-01T11:59:00.000000Z, and not the first after it',
    ],
    [
      'missed',
      { before: true, after: true },
      'orders holds a row that was written after 2026-03-01T11:59:00.000000Z',
    ],
    [
      'missed',
      { before: null, after: true },
      'orders holds a row that was written after 2026-03-01T11:59:00.000000Z',
    ],
    [
      'missed',
      { before: false, after: false },
      'orders lacks a row that was committed before 2026-03-01T11:59:00.000000Z',
    ],
    [
      'inconclusive',
      { before: null, after: false },
      'no row of orders is known to be from before 2026-03-01T11:59:00.000000Z: that it reaches it is not proven',
    ],
  ])('is %s with these of the rows that mark it: %j', (verdict, { before, after }, reason) => {
    expect(moment(before, after)).toEqual({ verdict, reason });
  });

  it('is not known without rows that mark it', () => {
    expect(judged({ point: momentPoint(null), marked: null })).toEqual({
      verdict: 'inconclusive',
      reason: 'the moment of orders was not marked',
    });
  });
});

describe("the plan's checks", () => {
  const answer: CheckAnswer = { name: 'sum', expected: '12', seen: '12', passed: true, error: null };
  const checked = (other: Partial<CheckAnswer>) =>
    judgeRestoredContent(
      [{ ...verifiedDatabase({ checks: [{ ...answer, ...other }] }), copy: COPY }],
      factsOf({}),
    );

  it('pass, fail, or could not be asked', () => {
    expect(checked({}).verdict).toBe('met');
    expect(checked({ passed: false, seen: null })).toEqual({
      verdict: 'missed',
      reason: 'check sum of orders answered null, expected 12',
    });
    expect(checked({ passed: false, seen: null, error: 'no such table' })).toEqual({
      verdict: 'inconclusive',
      reason: 'check sum of orders could not be made: no such table',
    });
  });
});

describe('a restore that did not come about', () => {
  const failed = (state: string, error: string) =>
    judgeRestoredContent(
      [restoredDatabase({ verified: null })],
      factsOf({ SealRecord: { failure: { state, error, cause: '' } } }),
    );

  it.each([
    ['ChooseRecoveryPoint', 'BackupMissing'],
    ['ChooseRecoveryPoint', 'BackupUnusable'],
    ['ChooseRecoveryPoint', 'PointInTimeOutOfRange'],
    ['RestoreDatabases', 'SnapshotMissing'],
    ['VerifyRestored', 'ObjectMissing'],
  ])('is missed where nothing can be restored: %s saw %s', (state, error) => {
    expect(failed(state, error)).toEqual({
      verdict: 'missed',
      reason: `nothing was restored: ${state} saw ${error}`,
    });
  });

  it.each([
    ['RestoreDatabases', 'ThrottledUnknown'],
    ['AwaitRestored', 'RegionUnreachable'],
    ['AcquireLock', 'SnapshotMissing'],
  ])('is not known otherwise: %s saw %s', (state, error) => {
    expect(failed(state, error).verdict).toBe('inconclusive');
  });
});
