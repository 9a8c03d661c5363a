import { expect, test } from 'vitest';
import { finishName, isFinishName, isFinishOf } from '../../../../lib/domain/run/finish-name.ts';

test('the execution that finishes a run is named after it, and so is its ARN', () => {
  expect(finishName('run-1', 2)).toBe('run-1-finish-2');
  expect(finishName('arn:aws:states:x:1:execution:failover:run-1', 1)).toBe(
    'arn:aws:states:x:1:execution:failover:run-1-finish-1',
  );
});

test('it is told from runs, and from those that finish another', () => {
  expect(['run-1', 'run-1-finish-3', 'run-finish-line'].filter(isFinishName)).toEqual(['run-1-finish-3']);
  const names = ['run-1', 'run-1-finish-1', 'run-1-finish-x', 'run-11-finish-1', 'run-1-finish-1-finish-1'];
  expect(names.filter((name) => isFinishOf(name, 'run-1'))).toEqual(['run-1-finish-1']);
});
