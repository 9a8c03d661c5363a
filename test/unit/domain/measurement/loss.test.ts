import { expect, test } from 'vitest';
import { findLoss, type LossQuestion } from '../../../../lib/domain/measurement/loss.ts';
import { recoveryPoint } from '../../../../lib/domain/measurement/recovery-point.ts';
import type { TimedAttempt } from '../../../../lib/domain/measurement/timed-attempt.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const server = {
  schemaVersion: 1,
  line: 'server',
  database: 'orders',
  server: 'new',
  systemIdentifier: '1',
  timeline: 2,
  lsn: '0/1',
  inRecovery: false,
  readAt: '2026-01-01T00:00:00.000000Z',
} as const;

function question(attempts: readonly TimedAttempt[], there: readonly TimedAttempt[]): LossQuestion {
  const rows = new Map(there.map(({ segment, seq, sent }) => [`${segment}/${seq}`, sent]));
  return { attempts, recovered: { server, rows }, recoveryServer: 'new', ledgerComplete: true };
}

const seqs = (attempts: readonly TimedAttempt[]) => attempts.map(({ seq }) => seq);
const [a, b, c, d] = [attempt(0), attempt(20), attempt(40), unanswered(60)];

test('lost is what was acknowledged and is not there; the tail of one writer is no hole', () => {
  const loss = findLoss(question([a, b, c, d], [a]));
  expect([seqs(loss.lost), seqs(loss.holes), seqs(loss.inDoubt), loss.phantoms]).toEqual([
    [1, 2],
    [],
    [3],
    [],
  ]);
});

test('a heartbeat that is lost although a later one is there is a hole', () => {
  const loss = findLoss(question([a, b, c], [a, c]));
  expect([seqs(loss.lost), seqs(loss.holes)]).toEqual([[1], [1]]);
});

test('an in-doubt heartbeat that survived is listed, and makes an earlier loss a hole', () => {
  const loss = findLoss(question([a, b, c, d], [a, d]));
  expect([seqs(loss.inDoubtSurvived), seqs(loss.holes)]).toEqual([[3], [1, 2]]);
});

test('two connections that overlap prove no order: losing the earlier sent one is no hole', () => {
  const slow = attempt(20, { segment: 1, seq: 0, answered: 60_000 });
  const loss = findLoss(question([a, slow, c], [a, c]));
  expect([seqs(loss.lost), seqs(loss.holes)]).toEqual([[0], []]);
});

test('losing a heartbeat that the promoted server itself acknowledged is a hole', () => {
  const atNew = attempt(200, { server: 'new' });
  const loss = findLoss(question([a, atNew], [a]));
  expect(seqs(loss.holes)).toEqual([10]);
});

test('a row that no attempt, a failed one, or one at another time can have made is a phantom', () => {
  const failed = attempt(60, { outcome: 'failed' });
  const never = attempt(80);
  const moved = { ...b, sent: b.sent + 1 };
  const loss = findLoss(question([a, b, failed], [a, moved, failed, never]));
  expect(loss.phantoms).toEqual(['0/1', '0/3', '0/4']);
});

test('with attempts missing from the ledger a row without an attempt is no phantom', () => {
  expect(findLoss({ ...question([a], [a, b]), ledgerComplete: false }).phantoms).toEqual([]);
});

test('the recovery point is the newest kept heartbeat before the oldest lost one', () => {
  const { newestKept, oldestLost } = recoveryPoint(
    findLoss(question([a, b, c, attempt(60)], [a, b, attempt(60)])),
    'new',
  );
  expect([newestKept?.seq, oldestLost?.seq]).toEqual([1, 2]);
});
