import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cellsOf,
  type CellResult,
  decisiveCalls,
  runCell,
  runToRest,
  taskStates,
} from '../../model/kill-matrix.ts';
import { makeEngine } from '../../model/model-aws.ts';
import { SCENARIOS } from '../../model/scenario.ts';
import { FAULTS, POINTS } from '../../model/strike.ts';

const engine = makeEngine();
const states = taskStates(engine.definition);
/** For all cells of a state, on a machine that does other things as well. */
const LIMIT_MS = 120_000;
const seen: CellResult[] = [];

afterAll(() => {
  const unserved = seen.filter(({ served }) => !served).length;
  console.log(
    `kill matrix: ${seen.length} cells; in ${unserved} clients could not write at the end, and the run said so`,
  );
});

test('every state that calls a function is struck', () => {
  const struck = new Set(SCENARIOS.flatMap((scenario) => scenario.struck(states)));
  expect(states.filter((state) => !struck.has(state))).toEqual([]);
});

/** Those of real failovers run where they are asked for: MUSTER_MODEL=all. */
const RUN = SCENARIOS.filter(
  ({ input }) => process.env['MUSTER_MODEL'] === 'all' || input('run-1').scope !== 'real',
);

describe.each(RUN)('$name', (scenario) => {
  let calls: ReadonlyMap<string, string> = new Map();
  beforeAll(async () => {
    calls = await decisiveCalls(engine, scenario);
  }, LIMIT_MS);

  test('breaks no promise where nothing is struck', async () => {
    const { ended, breaches } = await runToRest(engine, scenario);
    expect({ ended, breaches }).toEqual({ ended: 'SUCCEEDED', breaches: [] });
  });

  test.each([...scenario.struck(states)])(
    'breaks none when %s is struck',
    { timeout: LIMIT_MS },
    async (state) => {
      const results: CellResult[] = [];
      for (const cell of cellsOf([state]))
        results.push(await runCell(engine, scenario, { ...cell, call: calls.get(state) ?? null }));
      seen.push(...results);
      expect(results).toHaveLength(POINTS.length * FAULTS.length);
      expect(results.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
    },
  );
});
