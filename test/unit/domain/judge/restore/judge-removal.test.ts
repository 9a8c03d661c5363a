import { expect, test } from 'vitest';
import { judgeRemoval } from '../../../../../lib/domain/judge/restore/judge-removal.ts';
import type { OutcomeOf } from '../../../../../lib/domain/record/outcomes.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { RESTORED } from '../../../../fakes/restore-run.ts';

const { region, instance } = RESTORED;
const removed = [{ region, instance, goneAt: '2026-03-01T12:01:00.000000Z' }];
const CLEAN: OutcomeOf<'CleanUp'> = {
  runningExperiments: [],
  taggedResources: [],
  runningExecutions: [],
  deferredFences: [],
  fencesInForce: [],
  problems: [],
};

const judged = (
  removal: Partial<OutcomeOf<'RemoveRestored'>> | null,
  cleanUp: Partial<OutcomeOf<'CleanUp'>> = {},
) =>
  judgeRemoval(
    factsOf({
      ...(removal && { RemoveRestored: { removed, left: [], ...removal } }),
      CleanUp: { ...CLEAN, ...cleanUp },
    }),
  );

test('what is gone by every control plane is met, also when an attempt before had removed it', () => {
  expect(judged({})).toEqual({
    verdict: 'met',
    reason:
      'no fault, no tagged resource and no execution of the run is left; 1 restored instance removed, and known to no control plane',
  });
  expect(judged({ removed: [] }).verdict).toBe('met');
});

test('an instance that is left is missed, by whichever of both found it', () => {
  const left = [{ region, instance, reason: "it is no more the run's own" }];
  expect(judged({ removed: [], left })).toEqual({
    verdict: 'missed',
    reason: "eu-west-1/muster-orders-run-1 is left: it is no more the run's own",
  });
  expect(judged({}, { taggedResources: ['muster-orders-run-1'] })).toEqual({
    verdict: 'missed',
    reason: 'left behind: resource muster-orders-run-1',
  });
});

test('what was not asked is not known to be gone', () => {
  expect(judged(null)).toEqual({
    verdict: 'inconclusive',
    reason: 'whether the restored instances were removed is not on record',
  });
  expect(judged({}, { problems: ['eu-west-1 did not answer'] }).verdict).toBe('inconclusive');
  expect(judgeRemoval(factsOf({})).verdict).toBe('inconclusive');
});
