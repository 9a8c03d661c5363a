import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { chosen, isChosenScope } from './chosen.ts';
import { failoverStates } from './failover-states.ts';
import { renderMatrix } from './matrix.ts';
import { openRealBench, type RealBench } from './real-bench.ts';
import { runRealCell } from './real-cell.ts';
import { isCalledInReal } from './unhit.ts';

const states = chosen(failoverStates().filter(isCalledInReal), 'STATES', ({ name }) => name);
const victims = chosen(['orchestrator', 'function'] as const, 'VICTIMS', (name) => name);
const MATRIX = states.flatMap((state) => victims.map((victim) => ({ state, victim, name: state.name })));

const seen: Cell[] = [];
let bench: RealBench | null = null;

afterAll(async () => {
  await bench?.close();
  if (seen.length === 0) return;
  const file = process.env['MUSTER_KILL_REPORT'] ?? 'kill-matrix-real.json';
  writeFileSync(file, `${JSON.stringify(seen, null, 2)}\n`);
  const bad = seen.filter(({ breaches }) => breaches.length > 0).length;
  process.stdout.write(
    `\n${renderMatrix(seen)}\n\nreal failovers: ${seen.length} of ${MATRIX.length} cells, ${bad} with a breach\n`,
  );
}, 60_000);

test.skipIf(!isChosenScope('real')).each(MATRIX)(
  'a real failover, killed in $name: $victim',
  { timeout: 660_000 },
  async ({ state, victim }) => {
    bench ??= await openRealBench();
    await bench.beginAnew();
    const cell = await runRealCell(bench, state, victim);
    seen.push(cell);
    expect(cell.breaches).toEqual([]);
  },
);
