import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { makeCellsInTurn } from './cells-in-turn.ts';
import { failoverStates } from './failover-states.ts';
import { renderMatrix } from './matrix.ts';
import { VICTIMS } from './victim.ts';

/** A part of the matrix, by names with commas between: MUSTER_KILL_STATES, MUSTER_KILL_VICTIMS. */
function chosen<T>(all: readonly T[], nameOf: (one: T) => string, names: string | undefined): readonly T[] {
  return names ? all.filter((one) => names.split(',').includes(nameOf(one))) : all;
}

const states = chosen(failoverStates(), ({ name }) => name, process.env['MUSTER_KILL_STATES']);
const victims = chosen(VICTIMS, (name) => name, process.env['MUSTER_KILL_VICTIMS']);
const cells = makeCellsInTurn();

afterAll(async () => {
  await cells.close();
  writeFileSync(
    process.env['MUSTER_KILL_REPORT'] ?? 'kill-matrix.json',
    `${JSON.stringify(cells.seen, null, 2)}\n`,
  );
  process.stdout.write(`\n${renderMatrix(cells.seen)}\n`);
}, 60_000);

const MATRIX = states.flatMap((state) => victims.map((victim) => ({ state, victim, name: state.name })));

test.each(MATRIX)('killed in $name: $victim', { timeout: 660_000 }, async ({ state, victim }) => {
  const { breaches } = await cells.run(state, victim);
  expect(breaches).toEqual([]);
});
