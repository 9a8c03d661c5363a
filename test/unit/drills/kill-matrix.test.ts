import { expect, test } from 'vitest';
import { taskStates } from '../../model/kill-matrix.ts';
import { describeMatrix } from '../../model/matrix-suite.ts';
import { makeEngine } from '../../model/model-aws.ts';
import { DRILLS, SCENARIOS } from '../../model/scenario.ts';

test('every state that calls a function is struck', () => {
  const states = taskStates(makeEngine().definition);
  const struck = new Set(SCENARIOS.flatMap((scenario) => scenario.struck(states)));
  expect(states.length).toBeGreaterThan(25);
  expect(states.filter((state) => !struck.has(state))).toEqual([]);
});

describeMatrix('drills', DRILLS);
