import { readFileSync } from 'node:fs';
import { poll } from '../../lib/sandbox/process/poll.ts';
import { type ProcessWatch, processesOf } from '../sandbox/drill/process-watch.ts';

interface Before {
  readonly stateDir: string;
  /** Saw the processes of the sandbox while it stood. */
  readonly watch: ProcessWatch;
  /** Segments of shared memory that nobody used before it stood. */
  readonly segments: readonly string[];
}

/** What is left of a sandbox that was ended, one line each. */
export async function survivors({ stateDir, watch, segments }: Before): Promise<readonly string[]> {
  return [
    ...watch.running().map((line) => `survived: ${line}`),
    ...processesOf(stateDir).map((line) => `of the sandbox: ${line}`),
    ...(await untilNoMoreThan(segments)),
  ];
}

/** Identifiers of the segments that nobody uses. */
export function sharedMemory(): readonly string[] {
  const lines = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n').slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .flatMap((one) => (one[6] === '0' ? [one[1] ?? ''] : []));
}

async function untilNoMoreThan(before: readonly string[]): Promise<readonly string[]> {
  const left = () => sharedMemory().filter((id) => !before.includes(id));
  await poll(() => (left().length === 0 ? true : undefined), { everyMs: 20, deadlineMs: 1_000 });
  return left().map((id) => `shared memory ${id} is left`);
}
