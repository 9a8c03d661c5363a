import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { makeCellsInTurn } from './cells-in-turn.ts';
import { chosen, isChosenScope } from './chosen.ts';
import { failoverStates } from './failover-states.ts';
import { renderMatrix } from './matrix.ts';
import { VICTIMS } from './victim.ts';

const states = chosen(failoverStates(), 'STATES', ({ name }) => name);
const victims = chosen(VICTIMS, 'VICTIMS', (name) => name);
const cells = makeCellsInTurn();

afterAll(async () => {
  await cells.close();
  if (cells.seen.length === 0) return;
  writeFileSync(
    process.env['MUSTER_KILL_REPORT'] ?? 'kill-matrix.json',
    `${JSON.stringify(cells.seen, null, 2)}\n`,
  );
  process.stdout.write(`\n${renderMatrix(cells.seen)}\n`);
}, 60_000);

const MATRIX = states.flatMap((state) => victims.map((victim) => ({ state, victim, name: state.name })));

test.skipIf(!isChosenScope('drill')).each(MATRIX)(
  'killed in $name: $victim',
  { timeout: 660_000 },
  async ({ state, victim }) => {
    const { breaches } = await cells.run(state, victim);
    expect(breaches).toEqual([]);
  },
);
