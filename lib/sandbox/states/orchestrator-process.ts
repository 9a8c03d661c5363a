import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromOrchestrator, ToOrchestrator } from './orchestrator-messages.ts';
import { FromOrchestrator as Message } from './orchestrator-messages.ts';

const PROGRAM = fileURLToPath(new URL('./orchestrator.ts', import.meta.url));

/** A process that was ready is started again at once; one that could not start after a pause, so as not to spin. */
const RESTART_PAUSE_MS = 200;

export interface OrchestratorOptions {
  readonly stateDir: string;
  readonly configure: Extract<ToOrchestrator, { kind: 'configure' }>;
  readonly onChild: (name: string, pid: number) => void;
  /** Called each time that the process is ready, also after a restart. */
  readonly onReady: () => void;
  readonly onMessage: (message: FromOrchestrator, reply: (message: ToOrchestrator) => void) => void;
}

/** The interpreter's process, started again whenever it ends. */
export interface OrchestratorProcess {
  readonly start: () => void;
  /** False while there is no process that is ready. */
  readonly send: (message: ToOrchestrator) => boolean;
  readonly pid: () => number | null;
  readonly stop: () => Promise<void>;
}

export function makeOrchestratorProcess(options: OrchestratorOptions): OrchestratorProcess {
  let child: ChildProcess | null = null;
  let ready = false;
  let stopping = false;
  const start = (): void => {
    if (stopping) return;
    const current = launch(options);
    child = current;
    current.on('message', (raw) => {
      const message = Message.parse(raw);
      if (message.kind === 'ready') {
        ready = true;
        options.onReady();
      }
      options.onMessage(message, (reply) => void deliver(current, reply));
    });
    current.once('exit', () => {
      const wasReady = ready;
      ready = false;
      child = null;
      setTimeout(start, wasReady ? 0 : RESTART_PAUSE_MS);
    });
    deliver(current, options.configure);
  };
  return {
    start,
    send: (message) => ready && child !== null && deliver(child, message),
    pid: () => child?.pid ?? null,
    stop: () => {
      stopping = true;
      return child ? end(child) : Promise.resolve();
    },
  };
}

function launch({ stateDir, onChild }: OrchestratorOptions): ChildProcess {
  mkdirSync(stateDir, { recursive: true });
  const log = openSync(join(stateDir, 'orchestrator.log'), 'a');
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { NODE_COMPILE_CACHE: join(stateDir, 'compile-cache') },
  });
  closeSync(log);
  // Sending to a process that has just ended: its exit says so as well.
  child.on('error', () => {});
  if (child.pid === undefined) throw new Error(`the orchestrator could not be started: ${process.execPath}`);
  onChild('orchestrator', child.pid);
  return child;
}

function deliver(child: ChildProcess, message: ToOrchestrator): boolean {
  if (!child.connected) return false;
  child.send(message);
  return true;
}

async function end(child: ChildProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await exited;
}
