import { expect, test } from 'vitest';
import { judgeIsolation } from '../../../../../lib/domain/judge/restore/judge-isolation.ts';
import type { RestoredStanding } from '../../../../../lib/domain/record/restore-outcomes.ts';
import { restoredDatabase, STANDING } from '../../../../fakes/restored-database.ts';
import { restoreInput } from '../../../../fakes/restore-run.ts';

const judged = (other: Partial<RestoredStanding>) =>
  judgeIsolation(restoreInput(), restoredDatabase({ standing: { ...STANDING, ...other } }));

test('an instance that stands as ordered is met', () => {
  expect(judged({ securityGroups: ['sg-1'] })).toEqual({
    verdict: 'met',
    reason: 'orders stood in isolated, as ordered, without access from the internet',
  });
});

test.each([
  [{ isPublic: true }, 'it may be reached from the internet'],
  [{ tags: {} }, "it lacks the run's tag"],
  [{ tags: { 'muster:run': 'run-0' } }, "it lacks the run's tag"],
  [{ subnetGroup: 'default' }, 'its subnet group: default, ordered isolated'],
  [{ parameterGroup: 'default' }, 'its parameter group: default, ordered restore'],
  [{ optionGroup: 'default' }, 'its option group: default, ordered none'],
  [{ securityGroups: ['sg-1', 'sg-0'] }, 'its security groups: sg-0 sg-1, ordered sg-1'],
  [{ instance: 'orders-west' }, 'it is an instance that production uses'],
  [{ instance: 'muster-orders-run-0' }, 'it is an instance that this drill does not make'],
])('one that stands otherwise is missed: %j', (other, what) => {
  expect(judged(other)).toEqual({
    verdict: 'missed',
    reason: `the restored instance of orders is not isolated: ${what}`,
  });
});

test('without a network in the plan, or without an instance on record, it is not known', () => {
  const open = restoreInput({ network: null });
  expect(judgeIsolation(open, restoredDatabase())).toEqual({
    verdict: 'inconclusive',
    reason: 'the plan names no isolated network: orders stood in the defaults of eu-west-1',
  });
  const isPublic = restoredDatabase({ standing: { ...STANDING, isPublic: true } });
  expect(judgeIsolation(open, isPublic).verdict).toBe('missed');
  expect(judgeIsolation(restoreInput(), restoredDatabase({ standing: null }))).toEqual({
    verdict: 'inconclusive',
    reason: 'where orders was restored is not on record',
  });
});
