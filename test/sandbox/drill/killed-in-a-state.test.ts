import { afterAll, expect, test } from 'vitest';
import { makeCellsInTurn } from '../../kill/cells-in-turn.ts';
import { failoverStates } from '../../kill/failover-states.ts';

/** One cell of the matrix that `npm run test:kill` runs whole; the model of test/model has every state and fault. */
const SAMPLE = [{ name: 'ProvePromotion', victim: 'orchestrator' }] as const;

const cells = makeCellsInTurn();
afterAll(() => cells.close(), 60_000);

test.each(SAMPLE)(
  'whoever is killed, the run recovers, tells the truth and leaves nothing: $victim in $name',
  { timeout: 600_000 },
  async ({ name, victim }) => {
    const state = failoverStates().find((one) => one.name === name);
    if (!state) throw new Error(`the failover has no state ${name}`);
    const { killed, breaches } = await cells.run(state, victim);
    expect(breaches).toEqual([]);
    expect(killed).toBeGreaterThan(0);
  },
);
