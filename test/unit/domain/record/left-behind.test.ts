import { expect, test } from 'vitest';
import { leftBehind } from '../../../../lib/domain/record/left-behind.ts';

test('what a clean-up found is named, and so is what it could not ask', () => {
  const outcome = {
    runningExperiments: ['EXP1'],
    taggedResources: ['db-1'],
    runningExecutions: ['arn:1'],
    deferredFences: ['orders'],
    problems: ['throttled'],
  };
  expect(leftBehind(outcome)).toEqual([
    'experiment EXP1 still runs',
    'resource db-1 still exists',
    'execution arn:1 still runs',
    'throttled',
  ]);
});
