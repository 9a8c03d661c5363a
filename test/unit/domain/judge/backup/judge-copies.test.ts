import { expect, test } from 'vitest';
import { judgeCopies } from '../../../../../lib/domain/judge/backup/judge-copies.ts';
import type { SeenSnapshot } from '../../../../../lib/domain/record/backup-outcomes.ts';
import { backupInput, seen } from '../../../../fakes/backup-run.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/k';
const copy = (other: Partial<SeenSnapshot> = {}) => seen({ region: 'eu-west-1', kmsKey: KEY, ...other });
const judged = (source: SeenSnapshot, made: SeenSnapshot) =>
  judgeCopies(
    backupInput(),
    factsOf({ AwaitSnapshots: { databases: [source] }, AwaitCopies: { databases: [made] } }),
  );

test('a copy that is as ordered is met, with the moment that it is of', () => {
  expect(judged(seen(), copy())).toEqual({
    verdict: 'met',
    reason: 'orders is copied to eu-west-1, as of 2026-03-01 12:00:01.000000 UTC',
  });
});

test.each([
  [copy({ region: 'eu-north-1' }), 'the copy of orders lies in eu-north-1'],
  [copy({ allocatedGiB: 10 }), 'the copy of orders has 10 GiB, its source 20'],
  [copy({ kmsKey: null }), 'the copy of orders is not encrypted with a key of eu-west-1'],
  [
    copy({ kmsKey: 'arn:aws:kms:eu-north-1:111122223333:key/k' }),
    'the copy of orders is not encrypted with a key of eu-west-1',
  ],
  [copy({ takenAt: null }), 'the copy of orders is of another moment than its source'],
  [
    copy({ region: 'eu-north-1', allocatedGiB: 10 }),
    'the copy of orders lies in eu-north-1, has 10 GiB, its source 20',
  ],
  [
    copy({ tags: { 'muster:run': 'run-1', 'muster:plan': 'orders' } }),
    'the copy of orders lacks the tag muster:database',
  ],
])('a copy that is not as ordered is missed: %#', (made, reason) => {
  expect(judged(seen(), made)).toEqual({ verdict: 'missed', reason });
});

test('two snapshots of moments that nobody says are not known to be of the same one', () => {
  expect(judged(seen({ takenAt: null }), copy({ takenAt: null }))).toEqual({
    verdict: 'inconclusive',
    reason: 'of which moment the copy of orders is, nobody says',
  });
});

test('without a copy on record it is not known, unless the control plane said that there is none', () => {
  expect(judgeCopies(backupInput(), factsOf({}))).toEqual({
    verdict: 'inconclusive',
    reason: 'orders has no copy on record',
  });
  const failure = { state: 'AwaitCopies', error: 'SnapshotFailed', cause: 'c' };
  expect(judgeCopies(backupInput(), factsOf({ SealRecord: { failure } }))).toEqual({
    verdict: 'missed',
    reason: 'no backup: AwaitCopies saw SnapshotFailed',
  });
  const throttled = { ...failure, error: 'ThrottledUnknown' };
  expect(judgeCopies(backupInput(), factsOf({ SealRecord: { failure: throttled } })).verdict).toBe(
    'inconclusive',
  );
});

test.each(['SnapshotFailed', 'SnapshotRefused', 'SnapshotMissing'])(
  'after %s there is no backup',
  (error) => {
    const failure = { state: 'TakeSnapshots', error, cause: 'c' };
    expect(judgeCopies(backupInput(), factsOf({ SealRecord: { failure } }))).toEqual({
      verdict: 'missed',
      reason: `no backup: TakeSnapshots saw ${error}`,
    });
  },
);

test('a copy without its source, or a source without its copy, proves nothing', () => {
  const nothing = { verdict: 'inconclusive', reason: 'orders has no copy on record' };
  const [source, made] = [{ databases: [seen()] }, { databases: [copy()] }];
  expect(judgeCopies(backupInput(), factsOf({ AwaitSnapshots: source }))).toEqual(nothing);
  expect(judgeCopies(backupInput(), factsOf({ AwaitCopies: made }))).toEqual(nothing);
});

test("a copy of another database is not this one's", () => {
  const others = {
    AwaitSnapshots: { databases: [seen({ id: 'bets' }), seen()] },
    AwaitCopies: { databases: [copy({ id: 'bets', allocatedGiB: 7 }), copy()] },
  };
  expect(judgeCopies(backupInput(), factsOf(others)).verdict).toBe('met');
  const none = { ...others, AwaitCopies: { databases: [copy({ id: 'bets' })] } };
  expect(judgeCopies(backupInput(), factsOf(none))).toEqual({
    verdict: 'inconclusive',
    reason: 'orders has no copy on record',
  });
  const unsourced = { ...others, AwaitSnapshots: { databases: [seen({ id: 'bets' })] } };
  expect(judgeCopies(backupInput(), factsOf(unsourced)).verdict).toBe('inconclusive');
});
