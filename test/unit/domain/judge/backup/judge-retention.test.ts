import { expect, test } from 'vitest';
import { backupFindings } from '../../../../../lib/domain/judge/backup/backup-findings.ts';
import { judgeContent } from '../../../../../lib/domain/judge/backup/judge-content.ts';
import { judgeRetention } from '../../../../../lib/domain/judge/backup/judge-retention.ts';
import type { OutcomeOf } from '../../../../../lib/domain/record/outcomes.ts';
import { backupInput, entry } from '../../../../fakes/backup-run.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';

const kept = { run: 'run-1', takenAt: '2026-03-01T12:00:00.000000Z', reasons: ['the last good one'] };
type Expiry = OutcomeOf<'ExpireBackups'>['databases'][number];
const expiry: Expiry = { id: 'orders', kept: [kept], expired: [], left: [] };
const judged = (other: Partial<Expiry>) =>
  judgeRetention(backupInput(), factsOf({ ExpireBackups: { databases: [{ ...expiry, ...other }] } }));

test('what is kept is met, what could not be removed is not known, and nothing kept is missed', () => {
  expect(judged({})).toEqual({ verdict: 'met', reason: '1 backup of orders kept, 0 expired' });
  expect(judged({ left: [{ run: 'run-0', reason: 'it is being copied' }] })).toEqual({
    verdict: 'inconclusive',
    reason: 'an expired backup of orders, run-0, could not be removed: it is being copied',
  });
  expect(judged({ kept: [] })).toEqual({ verdict: 'missed', reason: 'no good backup of orders is kept' });
  expect(judgeRetention(backupInput(), factsOf({})).verdict).toBe('inconclusive');
});

test('a failed backup that is kept, until a good one is newer, is none that one could go back to', () => {
  const failed = { ...kept, reasons: ['no good one is newer'] };
  expect(judged({ kept: [failed] })).toEqual({
    verdict: 'missed',
    reason: 'no good backup of orders is kept',
  });
});

test('a backup with defects is none', () => {
  const failed = entry(0, { state: 'failed', defects: ['its tables are empty'] });
  const facts = factsOf({ CatalogueBackup: { entries: [failed], history: [] } });
  expect(judgeContent(backupInput(), facts)).toEqual({
    verdict: 'missed',
    reason: 'the backup of orders is none: its tables are empty',
  });
});

test('a size and a duration far from their history are findings', () => {
  const history = [24, 48, 72].map((hours) => entry(hours));
  const now = entry(0, { sizeBytes: 20_000_000, durationSeconds: 100 });
  const facts = factsOf({ CatalogueBackup: { entries: [now], history } });
  expect(backupFindings(backupInput(), facts)).toEqual([
    'The size of the backup of orders, 20000000 bytes, is 150 per cent away from the median of the 3 before it; the plan allows 50.',
    'The duration of the backup of orders, 1 min 40 s, is 67 per cent away from the median of the 3 before it; the plan allows 50.',
  ]);
  const usual = factsOf({ CatalogueBackup: { entries: [entry(0)], history } });
  expect(backupFindings(backupInput(), usual)).toEqual([]);
});
