import { expect, test } from 'vitest';
import { keepRunbook, runbookProblem } from '../../../lib/cli/runbooks.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const loadedOf = (text: string) => ({ file: 'small.yaml', text, plan: planOf(text) });
const CHANGED = `${SMALL_PLAN}hold: PT1H\n`;

test('a runbook that is older than its plan is written anew, and one that is of it is left as it is', async () => {
  const journal: string[] = [];
  const objects = makeMemoryObjects({}, journal);
  await expect(keepRunbook(objects, loadedOf(SMALL_PLAN))).resolves.toBe(true);
  const first = objects.stored();
  expect(Object.keys(first).toSorted()).toEqual([
    'runbooks/small/failover.html',
    'runbooks/small/failover.md',
  ]);
  journal.length = 0;
  await expect(keepRunbook(objects, loadedOf(SMALL_PLAN))).resolves.toBe(false);
  expect(journal.filter((line) => line.startsWith('objects.put'))).toEqual([]);
  await expect(keepRunbook(objects, loadedOf(CHANGED))).resolves.toBe(true);
  expect(objects.stored()['runbooks/small/failover.md']).not.toBe(first['runbooks/small/failover.md']);
});

test('a runbook that cannot be put there hinders nobody, and it is said why', async () => {
  const refused = { ...makeMemoryObjects(), put: () => Promise.reject(new Error('access denied')) };
  await expect(runbookProblem(refused, loadedOf(SMALL_PLAN))).resolves.toBe(
    'the runbook could not be put beside the evidence: access denied\n',
  );
  await expect(runbookProblem(makeMemoryObjects(), loadedOf(SMALL_PLAN))).resolves.toBeNull();
});
