import { expect, test } from 'vitest';
import { leftBehind } from '../../../../lib/domain/record/left-behind.ts';

test('what a clean-up found is named, and so is what it could not ask', () => {
  const outcome = {
    runningExperiments: ['EXP1'],
    taggedResources: ['db-1'],
    runningExecutions: ['arn:1'],
    deferredFences: ['orders'],
    fencesInForce: [
      { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand: ['start it', 'open it'] },
    ],
    problems: ['throttled'],
  };
  expect(leftBehind(outcome)).toEqual([
    'experiment EXP1 still runs',
    'resource db-1 still exists',
    'execution arn:1 still runs',
    'the fence of orders-north in eu-north-1 may still be in force, and its clients kept out (by hand: start it; open it)',
    'throttled',
  ]);
});
