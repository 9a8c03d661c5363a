import { sweepSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';
import { isRunning, readProcessStat } from '../../lib/sandbox/process/process-stat.ts';
import { poll } from '../../lib/sandbox/process/poll.ts';
import { ProcessWatch } from '../sandbox/drill/process-watch.ts';
import type { Cell } from './cell.ts';
import type { WorkflowState } from './failover-states.ts';
import { openKillBench } from './kill-bench.ts';
import { untilIn } from './run-journal.ts';
import { sharedMemory, survivors } from './survivors.ts';
import { unhit } from './unhit.ts';
import { kill } from './victim.ts';

const REACHED_WITHIN_MS = 60_000;

/** Kills the supervisor itself: nothing of its sandbox may survive the next command's sweep. */
export async function runSupervisorCell(state: WorkflowState): Promise<Cell> {
  const began = performance.now();
  const segments = sharedMemory();
  const bench = await openKillBench();
  try {
    const stateDir = bench.state.sandbox;
    const { supervisorPid } = await bench.status();
    const supervisor = readProcessStat(supervisorPid);
    const { run } = await bench.start();
    const reached = await untilIn(stateDir, { run, state, withinMs: REACHED_WITHIN_MS });
    const watch = new ProcessWatch();
    watch.look(supervisorPid);
    const place = { stateDir, state, supervisorPid, postgresPid: null, mayCome: true };
    const killed = reached ? await kill('supervisor', place) : null;
    const gone = () => (supervisor && isRunning(supervisor) ? undefined : true);
    // Where nobody was killed the sandbox stands, as it should.
    if (killed !== null) await poll(gone, { everyMs: 5, deadlineMs: 2_000 });
    if (killed !== null) await sweepSandbox(stateDir);
    const left = killed === null ? [] : await survivors({ stateDir, watch, segments });
    return {
      state: state.name,
      victim: 'supervisor',
      killed,
      ended: killed === null ? 'by itself' : 'gone with its sandbox',
      finishedBy: killed === null ? 'itself' : 'muster clean',
      verdict: 'none',
      reason: 'no run outlives its sandbox',
      breaches: [...unhit(state, 'supervisor', killed), ...left],
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
  } finally {
    await bench.close();
  }
}
