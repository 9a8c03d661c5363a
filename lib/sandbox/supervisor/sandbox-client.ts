import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { compileCacheOf, type SandboxConfig } from '../sandbox-config.ts';
import { presentIn } from './presence.ts';
import { ProgressLine } from './progress-log.ts';
import { running, type RunningSandbox } from './running-sandbox.ts';

export { endSandbox, leftInSandbox, sweepSandbox } from './end-supervisor.ts';
export type { RunningSandbox } from './running-sandbox.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

export interface StartOptions {
  /** with-parent: it ends when this process ends, however that is. standing: it goes on until it is stopped. */
  readonly detached: 'with-parent' | 'standing';
  readonly onProgress: (line: ProgressLine) => void;
}

/** @throws Error when another sandbox holds the state directory, or when it does not start: the message says why. */
export async function startSandbox(config: SandboxConfig, options: StartOptions): Promise<RunningSandbox> {
  const { stateDir } = config;
  const holder = presentIn(stateDir);
  if (holder && !holder.ending)
    throw new Error(
      `${stateDir} is held by the sandbox of process ${holder.pid}; end it with \`muster sandbox down\``,
    );
  const supervisor = launch(config, options);
  const failure = await untilReady(supervisor, options.onProgress);
  if (failure !== null)
    throw new Error(`the sandbox did not start: ${failure}; its log is ${join(stateDir, 'supervisor.log')}`);
  const present = presentIn(stateDir);
  if (!present)
    throw new Error(
      `the sandbox ended while it was starting; its log is ${join(stateDir, 'supervisor.log')}`,
    );
  return running(stateDir, present);
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

function launch(config: SandboxConfig, { detached }: StartOptions): ChildProcess {
  const { stateDir } = config;
  const configFile = writeConfig(config);
  const log = openSync(join(stateDir, 'supervisor.log'), 'a');
  const withParent = detached === 'with-parent';
  const fds = ['--progress-fd', '4', ...(withParent ? ['--parent-fd', '3'] : [])];
  const child = spawn(process.execPath, [MAIN, configFile, ...fds], {
    detached: true,
    stdio: ['ignore', log, log, withParent ? 'pipe' : 'ignore', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCacheOf(config) },
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Passes progress on; answers null when the sandbox is ready, and otherwise why it is not. */
async function untilReady(
  supervisor: ChildProcess,
  onProgress: StartOptions['onProgress'],
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
