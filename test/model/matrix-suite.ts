import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CellResult, cellsOf, decisiveCalls, runCell, runToRest, taskStates } from './kill-matrix.ts';
import { makeEngine } from './model-aws.ts';
import type { Scenario } from './scenario.ts';
import { FAULTS, POINTS } from './strike.ts';

/** For all cells of a state, on a machine that does other things as well. */
const LIMIT_MS = 120_000;

/**
 * A drill that has promoted goes forward, and leads clients there. It cannot where the one state that proves the
 * promotion, or the one that leads them, fails whenever it is called: it says so, and leaves both sides fenced.
 */
const BROKEN_FOR_EVER = {
  states: new Set(['ProvePromotion', 'SwitchTraffic']),
  faults: new Set(['crash', 'access denied']),
};

function isLeftUnserved({ clients, state, fault, ended }: CellResult): boolean {
  if (clients !== 'unserved') return false;
  const cannot = BROKEN_FOR_EVER.states.has(state) && BROKEN_FOR_EVER.faults.has(fault);
  return !cannot || ended === 'SUCCEEDED';
}

/** Strikes every cell of the scenarios, and says how many there were. */
export function describeMatrix(name: string, scenarios: readonly Scenario[]): void {
  const engine = makeEngine();
  const states = taskStates(engine.definition);
  const seen: CellResult[] = [];
  const count = (what: CellResult['clients']) => seen.filter(({ clients }) => clients === what).length;

  afterAll(() => {
    console.log(
      `kill matrix, ${name}: ${seen.length} cells, ${seen.filter(({ hit }) => hit).length} of them hit; at the end clients could not write in ${count('unserved')}, ` +
        `and had lost every server in ${count('lost')}; the run said so`,
    );
  });

  describe.each([...scenarios])('$name', (scenario) => {
    let calls: Awaited<ReturnType<typeof decisiveCalls>> = new Map();
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
        expect(results.filter(({ hit }) => !hit)).toEqual([]);
        expect(results.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
        expect(results.filter(isLeftUnserved)).toEqual([]);
      },
    );
  });
}
