import { expect, test } from 'vitest';
import { predecessorsOf } from '../../../../lib/domain/record/predecessors.ts';
import { OUTCOMES } from '../../../../lib/domain/record/outcomes.ts';
import { SEEN } from '../../../fakes/step-event.ts';

const taken = OUTCOMES.AcquireLock.parse(SEEN.AcquireLock);
const preempted = { run: 'run-0', at: '2026-03-01T12:00:00.000000Z', waitedSeconds: 1, because: 'answered' };

test('a lock was taken from nobody, from one, or each of two from another', () => {
  expect(predecessorsOf({ ...taken, takenOverFrom: null })).toEqual([]);
  const fromOne = { ...taken, takenOverFrom: 'arn:old', alsoTaken: [{ site: 'north', generation: 3 }] };
  expect(predecessorsOf(fromOne)).toEqual([{ arn: 'arn:old', preempted: null }]);
  const other = { site: 'north', generation: 3, takenOverFrom: 'arn:other', preempted };
  expect(predecessorsOf({ ...fromOne, alsoTaken: [other] })).toEqual([
    { arn: 'arn:old', preempted: null },
    { arn: 'arn:other', preempted },
  ]);
});
