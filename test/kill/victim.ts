import { setTimeout as sleep } from 'node:timers/promises';
import { pidsDirectory, readPidFiles } from '../../lib/sandbox/process/pid-file.ts';
import { isRunning } from '../../lib/sandbox/process/process-stat.ts';
import { signal } from '../../lib/sandbox/process/signal.ts';
import type { WorkflowState } from './failover-states.ts';

export const VICTIMS = ['orchestrator', 'function', 'heartbeat', 'postgres', 'supervisor'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Place {
  readonly stateDir: string;
  readonly state: WorkflowState;
  readonly supervisorPid: number;
  /** Whether a victim of the kind runs in this state at all, and is waited for. */
  readonly mayCome: boolean;
  /** Postmaster of the recovery site. */
  readonly postgresPid: number | null;
}

/** A function that starts cold takes a second or two on a machine that does other things as well. */
const LOOK_FOR_MS = 3_000;

/** Kills the victim by SIGKILL; answers how many processes that were. Zero: nothing of the kind runs in this state. */
export async function kill(victim: Victim, place: Place): Promise<number> {
  const deadline = performance.now() + LOOK_FOR_MS;
  for (;;) {
    const killed = pidsOf(victim, place).filter((pid) => signal(pid, 'SIGKILL'));
    if (killed.length > 0 || !place.mayCome || performance.now() > deadline) return killed.length;
    await sleep(1);
  }
}

function pidsOf(victim: Victim, { stateDir, state, supervisorPid, postgresPid }: Place): readonly number[] {
  if (victim === 'supervisor') return [supervisorPid];
  if (victim === 'postgres') return postgresPid === null ? [] : [postgresPid];
  if (victim === 'function') return functionPids(stateDir, state.name);
  return victim === 'heartbeat'
    ? functionPids(stateDir, 'HeartbeatSegment')
    : pidsNamed(stateDir, 'orchestrator');
}

/** Kills every process of a state's function as soon as it is there, until the answer is called. */
export function killEach(stateDir: string, state: string): () => Promise<void> {
  const end = new AbortController();
  const killing = (async () => {
    while (!end.signal.aborted) {
      for (const pid of functionPids(stateDir, state)) signal(pid, 'SIGKILL');
      await sleep(2);
    }
  })();
  return () => {
    end.abort();
    return killing;
  };
}

/** A function that stands still for as long as something else is done; it is waited for until it runs. */
export async function whileFrozen<T>(stateDir: string, state: string, done: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 10 * LOOK_FOR_MS;
  let pids = functionPids(stateDir, state);
  while (pids.length === 0) {
    if (performance.now() > deadline) throw new Error(`no function of ${state} runs`);
    await sleep(1);
    pids = functionPids(stateDir, state);
  }
  for (const pid of pids) signal(pid, 'SIGSTOP');
  try {
    return await done();
  } finally {
    for (const pid of pids) signal(pid, 'SIGCONT');
  }
}

/** Environments of the function that runs a state. */
function functionPids(stateDir: string, state: string): readonly number[] {
  return pidsNamed(stateDir, `function ${kebabCase(state)} `);
}

/** Processes of the sandbox whose name begins so. */
export function pidsNamed(stateDir: string, prefix: string): readonly number[] {
  const known = readPidFiles(pidsDirectory(stateDir)).filter(({ name }) => name.startsWith(prefix));
  return known.filter(isRunning).map(({ pid }) => pid);
}

function kebabCase(state: string): string {
  return state.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
