import { expect, test } from 'vitest';
import { backupResult, type BackupRound } from '../../bench/backup/backup-part.ts';
import { inventoryResult } from '../../bench/inventory/inventory-part.ts';
import {
  type CheckRound,
  replicationCheckResult,
} from '../../bench/replication-check/replication-check-part.ts';
import type { KeyedFailover } from '../../bench/real/keyed-failover.ts';
import { realResult } from '../../bench/real/real-part.ts';
import { restoreResult, type RestoreRound } from '../../bench/restore/restore-part.ts';
import { switchoverResult, type SwitchoverRound } from '../../bench/switchover/switchover-part.ts';

const failed = (bars: readonly { name: string; passed: boolean }[]) =>
  bars.filter(({ passed }) => !passed).map(({ name }) => name);
const measured = (figures: readonly { measured: number }[]) => figures.map((one) => one.measured);

const restored: RestoreRound = {
  verdict: 'met',
  wholeSeconds: 2.6,
  engineSeconds: 2,
  beforeSeconds: 0.1,
  verifySeconds: 0.5,
  ratio: 0.3,
  sandboxSeconds: 2.6,
  byHandSeconds: 2,
};

test('a restore is held to what it adds to the engine, and the sandbox to a copy by hand, by their medians', () => {
  const fast = { ...restored, ratio: 0.1, sandboxSeconds: 1 };
  const slow = { ...restored, ratio: 9, sandboxSeconds: 90 };
  expect(restoreResult([restored, fast, slow]).passed).toBe(true);
  expect(failed(restoreResult([{ ...restored, ratio: 0.31 }]).bars)).toEqual([
    "from decided to verified, less the engine's own restore, to that restore",
  ]);
  expect(failed(restoreResult([{ ...restored, sandboxSeconds: 2.7 }]).bars)).toEqual([
    "the sandbox's restore to a first write, to a copy recovered by hand",
  ]);
  expect(failed(restoreResult([{ ...restored, verdict: 'inconclusive' }]).bars)).toEqual([
    'restore drills not met',
  ]);
});

const backup: BackupRound = {
  verdict: 'met',
  wholeSeconds: 8,
  manifestSeconds: 4,
  snapshotSeconds: 1,
  copySeconds: 1,
  bytes: 400 * 2 ** 20,
  rawSeconds: 0.5,
  scanSeconds: 1,
};

test('a backup is shown beside reading the same bytes, and fails only where it is not met', () => {
  const { passed, figures } = backupResult([backup]);
  expect(passed).toBe(true);
  expect(measured(figures)).toEqual([50, 800, 16, 4, 2]);
  expect(backupResult([backup, { ...backup, verdict: 'missed' }]).passed).toBe(false);
});

const cost = (blocks: number, milliseconds: number) => ({ statements: 40, blocks, milliseconds });
const checked: CheckRound = {
  verdict: 'met',
  check: cost(1_200, 900),
  rows: cost(800, 100),
  values: cost(1_000, 600),
};

test('a check is shown as a share of reading every value, and of counting rows', () => {
  const { passed, figures } = replicationCheckResult([checked]);
  expect(passed).toBe(true);
  expect(measured(figures)).toEqual([40, 1.2, 1.5, 9]);
  expect(replicationCheckResult([{ ...checked, verdict: 'inconclusive' }]).passed).toBe(false);
});

const changed: SwitchoverRound = {
  verdict: 'met',
  gapSeconds: 0.3,
  backGapSeconds: 0.4,
  phases: [],
  byHand: { gapSeconds: 0.2, drainSeconds: 0, catchUpSeconds: 0, promoteSeconds: 0, switchSeconds: 0 },
};

test('a switchover has an aim, which holds nothing up', () => {
  const { passed, figures } = switchoverResult([changed]);
  expect(passed).toBe(true);
  expect(figures[0]?.measured).toBeCloseTo(1.5);
  expect(figures[0]?.aim).toBe(1.2);
  expect(switchoverResult([{ ...changed, verdict: 'missed' }]).passed).toBe(false);
});

const compared = {
  readSeconds: 10,
  compareSeconds: 12,
  residentMiBBefore: 100,
  peaksResidentMiB: [180, 190],
  keptMiB: [40, 41, 42],
  unread: null,
  counts: { missing: 100, different: 100, same: 999_800 },
};

test('an inventory is held to its memory, and to have counted every key as what it is', () => {
  expect(inventoryResult(compared).passed).toBe(true);
  expect(measured(inventoryResult(compared).figures).slice(1)).toEqual([expect.closeTo(94.37, 2), 2]);
  expect(inventoryResult({ ...compared, peaksResidentMiB: [180, 191] }).passed).toBe(false);
  expect(inventoryResult({ ...compared, counts: { ...compared.counts, missing: 99 } }).passed).toBe(false);
  expect(inventoryResult({ ...compared, unread: 'documents' }).passed).toBe(false);
});

const keyed = (seconds: number, fenceSeconds = 1): KeyedFailover => {
  const rungs = [{ rung: 'close-network', result: 'proven', seconds: fenceSeconds }];
  return { verdict: 'met', seconds, executionSeconds: seconds - 1, fenceSeconds, rungs };
};

test('a real failover is held against the drill of the same keystroke, by the median of the ratios', () => {
  const rounds = [10, 11, 30].map((seconds) => ({ drill: keyed(10), real: keyed(seconds) }));
  expect(realResult(rounds, [keyed(10, 3), keyed(10, 5)]).passed).toBe(true);
  expect(measured(realResult(rounds, [keyed(10, 3), keyed(10, 5)]).figures).at(-1)).toBe(4);
  expect(failed(realResult([{ drill: keyed(10), real: keyed(11.1) }], []).bars)).toEqual([
    'keystroke to first acknowledged write, real to drill',
  ]);
  expect(failed(realResult([{ drill: keyed(10), real: keyed(10, 1.2) }], []).bars)).toEqual([
    'the same from the beginning of the fence',
  ]);
});
