import { expect, test } from 'vitest';
import { judgedRestores } from '../../../../../lib/domain/judge/restore/judged-restores.ts';
import { restoreFindings } from '../../../../../lib/domain/judge/restore/restore-findings.ts';
import type { RecoveryPoint } from '../../../../../lib/domain/record/restore-outcomes.ts';
import { entry as catalogued } from '../../../../fakes/backup-run.ts';
import {
  COPY,
  IN_ORDER,
  MARKED,
  restoredDatabase,
  verifiedDatabase,
} from '../../../../fakes/restored-database.ts';
import { momentPoint, RESTORED, restoreInput } from '../../../../fakes/restore-run.ts';

const whole = restoredDatabase({ copy: COPY });

test('each database has the time and the pace of its own restore, and the worst of its verdicts', () => {
  expect(judgedRestores(restoreInput(), [whole])).toMatchObject([
    {
      id: 'orders',
      source: 'backup run-before-1',
      provenShare: 0.95,
      restoreSeconds: 10,
      bytesPerSecond: 800_000,
      verdict: 'met',
    },
  ]);
  const open = judgedRestores(restoreInput({ network: null }), [whole]);
  expect(open[0]?.verdict).toBe('inconclusive');
});

test('what it did not come to has no numbers, and what was never chosen is not listed', () => {
  const chosen = restoredDatabase({ standing: null, verified: null, orderedAt: null });
  expect(judgedRestores(restoreInput(), [chosen])).toMatchObject([
    {
      provenShare: null,
      restoreSeconds: null,
      bytesPerSecond: null,
      checked: null,
      reachesTo: null,
      verdict: 'inconclusive',
    },
  ]);
  expect(judgedRestores(restoreInput(), [restoredDatabase({ point: null })])).toEqual([]);
});

test('a moment is told as the one that was restored', () => {
  const sourceOf = (at: string | null, marked: typeof MARKED | null) =>
    judgedRestores(restoreInput(), [restoredDatabase({ point: momentPoint(at), marked })])[0]?.source;
  expect(sourceOf(null, MARKED)).toBe('the moment 2026-03-01T11:59:00.000000Z');
  expect(sourceOf('2026-03-01T11:58:00.000000Z', null)).toBe('the moment 2026-03-01T11:58:00.000000Z');
  expect(sourceOf(null, null)).toBe('the moment that was not fixed');
});

test('a reader is told of newer backups that are none, of another moment, and of what no tool looks into', () => {
  const entry = catalogued(1);
  const newerFailed = [{ run: 'run-0', defects: ['its tables are empty'] }];
  const point: RecoveryPoint = { ...RESTORED, from: { kind: 'backup', entry, newerFailed } };
  expect(restoreFindings([whole])).toEqual([]);
  expect(restoreFindings([restoredDatabase({ point })])).toEqual([
    'A newer backup of orders, run-0, is none: its tables are empty.',
  ]);
  expect(restoreFindings([restoredDatabase({ point: momentPoint(null), marked: MARKED })])).toEqual([
    '2026-03-01T11:59:00.000000Z was wished for, and backups of orders reach back to 2026-03-01T11:00:00.000000Z only: this rehearsal restored 2026-03-01T11:59:00.000000Z instead, between two rows that it wrote.',
  ]);
  expect(restoreFindings([restoredDatabase({ point: momentPoint('2026-03-01T11:59:00.000000Z') })])).toEqual(
    [],
  );
  const leftOut = [
    { what: 'schema pg_catalog', reason: "the system's own" },
    { what: 'public.salaries', reason: 'this login may not read it' },
  ];
  expect(restoreFindings([restoredDatabase({ copy: { ...COPY, leftOut } })])).toEqual([
    'orders: public.salaries was not compared: this login may not read it.',
  ]);
  const beyond = [{ what: 'public.by_place', seen: 'an index by gist' }];
  expect(restoreFindings([verifiedDatabase({ integrity: { ...IN_ORDER, beyond } })])).toEqual([
    'public.by_place of orders was not looked into: an index by gist.',
  ]);
});

test('a time needs both ends, and a pace needs a size', () => {
  const paceOf = (other: Parameters<typeof restoredDatabase>[0]) => {
    const [one] = judgedRestores(restoreInput(), [restoredDatabase({ copy: COPY, ...other })]);
    return [one?.restoreSeconds, one?.bytesPerSecond];
  };
  expect(paceOf({ orderedAt: null })).toEqual([null, null]);
  expect(paceOf({ standing: null })).toEqual([null, null]);
  expect(paceOf({ verified: null })).toEqual([10, null]);
});

test('what was not looked at has no checks, and no finding', () => {
  const unseen = restoredDatabase({ point: null, verified: null });
  expect(restoreFindings([unseen])).toEqual([]);
  expect(judgedRestores(restoreInput(), [restoredDatabase({ verified: null })])).toMatchObject([
    { checks: [] },
  ]);
});

test('each defect of a newer backup is told', () => {
  const newerFailed = [{ run: 'run-0', defects: ['its tables are empty', 'it is too small'] }];
  const point: RecoveryPoint = { ...RESTORED, from: { kind: 'backup', entry: catalogued(1), newerFailed } };
  expect(restoreFindings([restoredDatabase({ point })])).toEqual([
    'A newer backup of orders, run-0, is none: its tables are empty; it is too small.',
  ]);
});

test('a moment that was to be another, and that nobody marked, was none', () => {
  expect(restoreFindings([restoredDatabase({ point: momentPoint(null), marked: null })])).toEqual([
    '2026-03-01T11:59:00.000000Z was wished for, and backups of orders reach back to 2026-03-01T11:00:00.000000Z only: this rehearsal restored no other.',
  ]);
});
