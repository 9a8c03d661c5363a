import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { compileCacheOf, type SandboxConfig } from '../sandbox-config.ts';
import { presentIn } from './presence.ts';
import { ProgressLine } from './progress-log.ts';
import { running, type RunningSandbox } from './running-sandbox.ts';

export { endSandbox, leftInSandbox, sweepSandbox } from './end-supervisor.ts';
export type { RunningSandbox } from './running-sandbox.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

export interface StartOptions {
  readonly onProgress?: (line: ProgressLine) => void;
}

export interface StartedSandbox extends RunningSandbox {
  /** Lets it go on when this process is over. @throws Error when it has ended */
  letStand(): Promise<void>;
}

/**
 * Starts a sandbox, which ends when this process does, however that is, unless it is let stand.
 * @throws Error when another sandbox holds the state directory, or when it does not start: the message says why.
 */
export async function startSandbox(
  config: SandboxConfig,
  { onProgress = () => undefined }: StartOptions = {},
): Promise<StartedSandbox> {
  const { stateDir } = config;
  const holder = presentIn(stateDir);
  if (holder && !holder.ending)
    throw new Error(
      `${stateDir} is held by the sandbox of process ${holder.pid}; end it with \`npx muster sandbox down\``,
    );
  const supervisor = launch(config);
  const failure = await untilReady(supervisor, onProgress);
  if (failure !== null)
    throw new Error(`the sandbox did not start: ${failure}; its log is ${join(stateDir, 'supervisor.log')}`);
  const present = presentIn(stateDir);
  if (!present)
    throw new Error(
      `the sandbox ended while it was starting; its log is ${join(stateDir, 'supervisor.log')}`,
    );
  return { ...running(stateDir, present), letStand: () => letStand(supervisor) };
}

/** Written beside and renamed: of two that start at once, neither reads half of the other's. */
function writeConfig(config: SandboxConfig): string {
  mkdirSync(config.stateDir, { recursive: true });
  const file = join(config.stateDir, 'config.json');
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(config), { mode: 0o600 });
  renameSync(own, file);
  return file;
}

/** The sandbox that stands in a state directory; undefined when none does, or while it starts or ends. */
export async function findSandbox(stateDir: string): Promise<RunningSandbox | undefined> {
  const present = presentIn(stateDir);
  return present?.endpoint && !present.ending ? running(stateDir, present) : undefined;
}

function launch(config: SandboxConfig): ChildProcess {
  const { stateDir } = config;
  const configFile = writeConfig(config);
  const log = openSync(join(stateDir, 'supervisor.log'), 'a');
  const child = spawn(process.execPath, [MAIN, configFile, '--parent-fd', '3', '--progress-fd', '4'], {
    detached: true,
    stdio: ['ignore', log, log, 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCacheOf(config) },
  });
  closeSync(log);
  child.unref();
  return child;
}

/** The word through the pipe to the parent; what it says does not matter. */
function letStand(supervisor: ChildProcess): Promise<void> {
  const parent = supervisor.stdio[3];
  return new Promise((resolve, reject) => {
    if (!(parent instanceof Writable)) return reject(new Error('there is no pipe to the sandbox'));
    parent.once('error', reject);
    parent.end('stand\n', () => resolve());
  });
}

/** Passes progress on; answers null when the sandbox is ready, and otherwise why it is not. */
async function untilReady(
  supervisor: ChildProcess,
  onProgress: (line: ProgressLine) => void,
): Promise<string | null> {
  const progress = supervisor.stdio[4];
  if (!(progress instanceof Readable)) return 'its progress cannot be read';
  for await (const text of createInterface({ input: progress })) {
    const line = ProgressLine.parse(JSON.parse(text));
    if (line.phase === 'ready') return null;
    if (line.phase === 'failed') return line.error ?? 'no reason given';
    onProgress(line);
  }
  return 'its process ended';
}
