import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isRunning } from '../process/process-stat.ts';
import type { SandboxConfig } from '../sandbox-config.ts';
import { SandboxStatus } from '../sandbox-status.ts';
import { type Presence, presentIn } from './presence.ts';
import { ProgressLine } from './progress-log.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const GONE_LIMIT_MS = 5_000;

export interface StartOptions {
  /** with-parent: it ends when this process ends, however that is. standing: it goes on until it is stopped. */
  readonly detached: 'with-parent' | 'standing';
  readonly onProgress: (line: ProgressLine) => void;
}

export interface RunningSandbox {
  readonly endpoint: string;
  readonly credentials: Presence['credentials'];
  status(): Promise<SandboxStatus>;
  /** Resolves when the supervisor and all that it held are gone. */
  stop(): Promise<void>;
}

/** @throws Error when another sandbox holds the state directory, or when it does not start: the message says why. */
export async function startSandbox(config: SandboxConfig, options: StartOptions): Promise<RunningSandbox> {
  const { stateDir } = config;
  const holder = presentIn(stateDir);
  if (holder)
    throw new Error(
      `${stateDir} is held by the sandbox of process ${holder.pid}; end it with \`muster sandbox down\``,
    );
  mkdirSync(stateDir, { recursive: true });
  const configFile = join(stateDir, 'config.json');
  writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
  const supervisor = launch(stateDir, configFile, options);
  const failure = await untilReady(supervisor, options.onProgress);
  if (failure !== null)
    throw new Error(`the sandbox did not start: ${failure}; its log is ${join(stateDir, 'supervisor.log')}`);
  const present = presentIn(stateDir);
  if (!present)
    throw new Error(
      `the sandbox ended while it was starting; its log is ${join(stateDir, 'supervisor.log')}`,
    );
  return running(present);
}

/** The sandbox that stands in a state directory and answers; undefined when none does. */
export async function findSandbox(stateDir: string): Promise<RunningSandbox | undefined> {
  const present = presentIn(stateDir);
  return present?.endpoint ? running(present) : undefined;
}

function launch(stateDir: string, configFile: string, { detached }: StartOptions): ChildProcess {
  const log = openSync(join(stateDir, 'supervisor.log'), 'a');
  const withParent = detached === 'with-parent';
  const fds = ['--progress-fd', '4', ...(withParent ? ['--parent-fd', '3'] : [])];
  const child = spawn(process.execPath, [MAIN, configFile, ...fds], {
    detached: true,
    stdio: ['ignore', log, log, withParent ? 'pipe' : 'ignore', 'pipe'],
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

function running(present: Presence): RunningSandbox {
  const endpoint = present.endpoint ?? '';
  const ask = (method: string, path: string) =>
    fetch(`${endpoint}/_sandbox/${path}`, {
      method,
      headers: { 'x-sandbox-key': present.credentials.secretAccessKey },
    });
  return {
    endpoint,
    credentials: present.credentials,
    status: async () => SandboxStatus.parse(await (await ask('GET', 'status')).json()),
    stop: async () => {
      await ask('POST', 'down').catch(() => undefined);
      await untilGone(present);
    },
  };
}

async function untilGone(present: Presence): Promise<void> {
  const deadline = performance.now() + GONE_LIMIT_MS;
  while (isRunning(present)) {
    if (performance.now() > deadline)
      throw new Error(`the sandbox of process ${present.pid} did not end within ${GONE_LIMIT_MS / 1000} s`);
    await sleep(20);
  }
}
