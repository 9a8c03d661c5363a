import { type Cell, runCell } from './cell.ts';
import type { WorkflowState } from './failover-states.ts';
import { type KillBench, openKillBench } from './kill-bench.ts';
import { runSupervisorCell } from './supervisor-cell.ts';
import type { Victim } from './victim.ts';

/** Cells that share one sandbox, which begins anew before each but the first; a supervisor is killed in one of its own. */
export interface CellsInTurn {
  readonly seen: readonly Cell[];
  run(state: WorkflowState, victim: Victim): Promise<Cell>;
  close(): Promise<void>;
}

export function makeCellsInTurn(): CellsInTurn {
  const seen: Cell[] = [];
  let bench: KillBench | null = null;
  const inSharedSandbox = async (state: WorkflowState, victim: Exclude<Victim, 'supervisor'>) => {
    if (bench) await bench.sandbox.reset();
    bench ??= await openKillBench();
    return runCell(bench, state, victim);
  };
  return {
    seen,
    run: async (state, victim) => {
      const cell = await (victim === 'supervisor'
        ? runSupervisorCell(state)
        : inSharedSandbox(state, victim));
      seen.push(cell);
      return cell;
    },
    close: async () => bench?.close(),
  };
}
