import { expect, test } from 'vitest';
import { backupDefects, deviationPercent } from '../../../../lib/domain/backup/backup-defects.ts';
import { entry } from '../../../fakes/backup-run.ts';

const contents = { tables: 3, rows: 5_000, sizeBytes: 8_000_000, systemIdentifier: '7000000000000000001' };

test('a backup like those before it has no defect, and neither has the first one', () => {
  expect(backupDefects(contents, [entry(24)])).toEqual([]);
  expect(backupDefects(contents, [])).toEqual([]);
});

test('a backup of nothing is none', () => {
  expect(backupDefects({ ...contents, tables: 0, rows: 0 }, [])).toEqual(['it holds no table']);
  expect(backupDefects({ ...contents, rows: 0 }, [])).toEqual(['its tables are empty']);
});

test('a value is held against the median of its history, where there is one', () => {
  expect(deviationPercent(150, [100, 90, 5_000])).toBe(50);
  expect(deviationPercent(150, [100, 90])).toBeNull();
  expect(deviationPercent(150, [0, 0, 0])).toBeNull();
});
