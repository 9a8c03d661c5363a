import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { killTree, type KilledTree } from './kill-tree.ts';
import { pidsDirectory, removePidFile, writePidFile } from './pid-file.ts';
import { readProcessStat } from './process-stat.ts';

export interface ChildCommand {
  /** For people, in the pid file. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/** A child that stands in the registry until it has ended. */
export interface RegisteredChild {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves when the process has ended and is reaped. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(): KilledTree;
}

/** Every child of the sandbox, with a pid file each under `<stateDir>/pids`. */
export interface ChildRegistry {
  /** @throws Error once the registry is closed: nothing starts while all is being ended. */
  start(command: ChildCommand): RegisteredChild;
  /** Refuses further starts and ends every tree by SIGKILL. */
  close(): Promise<void>;
}

export function makeChildRegistry(stateDir: string): ChildRegistry {
  const directory = pidsDirectory(stateDir);
  const children = new Set<RegisteredChild>();
  let closed = false;
  mkdirSync(directory, { recursive: true });

  function start(command: ChildCommand): RegisteredChild {
    if (closed) throw new Error(`${command.name} was not started: the sandbox is being stopped`);
    const child = launch(directory, command);
    children.add(child);
    void child.exited.then(() => children.delete(child));
    return child;
  }

  async function close(): Promise<void> {
    closed = true;
    await Promise.all([...children].flatMap((child) => [child.kill().cleared, child.exited]));
  }

  return { start, close };
}

function launch(directory: string, command: ChildCommand): RegisteredChild {
  const child = spawn(command.file, command.args, command.options);
  const { pid } = child;
  if (pid === undefined) {
    child.once('error', () => undefined);
    throw new Error(`${command.name} could not be started: ${command.file}`);
  }
  const record = { name: command.name, pid, startTicks: readProcessStat(pid)?.startTicks ?? '' };
  writePidFile(directory, record);
  const exited = exitOf(child).finally(() => removePidFile(directory, record));
  return {
    pid,
    process: child,
    exited,
    kill: () => killTree(pid),
  };
}

function exitOf(child: ChildProcess): RegisteredChild['exited'] {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}
