import { expect, test } from 'vitest';
import { readRunFiles } from '../../../lib/cli/judge.ts';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import { backupNumbers } from '../../bench/backup/backup-numbers.ts';
import { restoreNumbers } from '../../bench/restore/restore-numbers.ts';
import { drilledGap } from '../../bench/switchover/drilled-gap.ts';
import { writeGap } from '../../bench/switchover/write-gap.ts';

const golden = async (name: string) => readRun(await readRunFiles(`test/fixtures/golden/${name}`));

test('a restore is cut where the engine was asked, and where its server accepted a session', async () => {
  const numbers = restoreNumbers(await golden('v1-restore'));
  expect(numbers.wholeSeconds).toBeCloseTo(2.564, 3);
  const { beforeSeconds, engineSeconds, verifySeconds, wholeSeconds } = numbers;
  expect(beforeSeconds + engineSeconds + verifySeconds).toBeLessThanOrEqual(wholeSeconds);
  expect(numbers.ratio).toBeCloseTo((wholeSeconds - engineSeconds) / engineSeconds, 9);
});

test('a backup is cut by its states', async () => {
  const { wholeSeconds, manifestSeconds, snapshotSeconds, copySeconds } = backupNumbers(
    await golden('v1-backup'),
  );
  expect(Math.min(manifestSeconds, snapshotSeconds, copySeconds)).toBeGreaterThan(0);
  expect(manifestSeconds + snapshotSeconds + copySeconds).toBeLessThanOrEqual(wholeSeconds);
});

test('a run that came to no restored copy has no numbers', () => {
  const nothing = { enteredAt: () => null, exitedAt: () => null, outcome: () => null };
  expect(() => restoreNumbers(nothing)).toThrow('a restore drill came to no copy that accepted a session');
  expect(() => backupNumbers(nothing)).toThrow('a run did not come from OpenManifest through AwaitCopies');
});

test('the gap of a writer lies around the moment at which nobody could write', () => {
  expect(writeGap([5_000_000, 1_000_000, 1_500_000], 2_000_000)).toBe(3.5);
  expect(() => writeGap([1_000_000], 2_000_000)).toThrow('was not acknowledged on both sides');
});

test('each leg of a switchover has a gap of its own, which its judgement holds', async () => {
  const facts = await golden('v1-switchover');
  expect(drilledGap(facts, 'there')).toBeGreaterThan(1.7);
  expect(drilledGap(facts, 'there')).toBeLessThanOrEqual(2.28);
  expect(drilledGap(facts, 'back')).toBeLessThan(1.2);
});
