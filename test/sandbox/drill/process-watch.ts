import { readFileSync } from 'node:fs';
import {
  isRunning,
  listProcesses,
  type ProcessStat,
  readProcessStat,
} from '../../../lib/sandbox/process/process-stat.ts';

/**
 * Every process that ever descended from a command, by pid and start time: taken again and again while it runs, since
 * a child outlives its parent and is then nobody's descendant.
 */
export class ProcessWatch {
  readonly #seen = new Map<string, ProcessStat>();

  /** Looks once, from the command's process down. */
  look(root: number): void {
    const all = listProcesses();
    const known = new Set([root, ...[...this.#seen.values()].map(({ pid }) => pid)]);
    for (let before = -1; before !== known.size; ) {
      before = known.size;
      for (const stat of all) if (known.has(stat.parentPid)) known.add(stat.pid);
    }
    for (const stat of all) if (known.has(stat.pid)) this.#seen.set(`${stat.pid}/${stat.startTicks}`, stat);
  }

  get count(): number {
    return this.#seen.size;
  }

  /** Those that still run, with their command lines. */
  running(): readonly string[] {
    return [...this.#seen.values()].filter(isRunning).map(({ pid }) => `${pid} ${commandLine(pid)}`);
  }
}

/** Processes whose command line or environment speaks of a state directory: what the watch may have missed. */
export function processesOf(stateDir: string): readonly string[] {
  return listProcesses()
    .filter(({ pid, state }) => pid !== process.pid && state !== 'Z')
    .filter(({ pid }) => `${commandLine(pid)} ${read(pid, 'environ')}`.includes(stateDir))
    .filter(({ pid }) => readProcessStat(pid) !== undefined)
    .map(({ pid }) => `${pid} ${commandLine(pid)}`);
}

function commandLine(pid: number): string {
  return read(pid, 'cmdline').slice(0, 200);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
