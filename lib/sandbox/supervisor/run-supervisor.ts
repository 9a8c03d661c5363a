import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { sweep } from '../process/sweep.ts';
import { SandboxConfig } from '../sandbox-config.ts';
import { claimOrHolder } from './claim-or-holder.ts';
import { clearLeftovers } from './clear-leftovers.ts';
import { announce } from './presence.ts';
import { makeProgressLog, type ProgressLog } from './progress-log.ts';
import { SandboxParts } from './sandbox-parts.ts';

/** All is ended within two seconds of the word; what has not ended in an orderly way by then is swept. */
const ORDERLY_MS = 1_000;

export interface SupervisorInput {
  readonly config: unknown;
  readonly progressFd: number | null;
  /** Aborted when the end is wanted. */
  readonly ending: AbortController;
}

/** Holds a sandbox from its start to its end; resolves when everything of it is gone. */
export async function runSupervisor({ config: input, progressFd, ending }: SupervisorInput): Promise<void> {
  const config = SandboxConfig.parse(input);
  const { stateDir, credentials } = config;
  const progress = makeProgressLog(stateDir, progressFd);
  const holder = await claimOrHolder(stateDir);
  if (holder !== null) return refuse(progress, `${stateDir} is held by ${holder}`);
  announce(stateDir, { endpoint: null, ending: false, credentials });
  const swept = await sweep(stateDir);
  if (swept.length > 0)
    progress.write({ phase: 'swept', detail: `left by an earlier sandbox: ${swept.join(', ')}` });
  const parts = assemble({ config, progress, ending });
  if (parts) void start(parts, { config, progress, ending });
  await untilEnding(ending);
  announce(stateDir, { endpoint: null, ending: true, credentials });
  await endAll(stateDir, parts);
  await progress.close();
}

async function refuse(progress: ProgressLog, error: string): Promise<void> {
  progress.write({ phase: 'failed', error });
  process.exitCode = 1;
  await progress.close();
}

interface Starting {
  readonly config: SandboxConfig;
  readonly progress: ProgressLog;
  readonly ending: AbortController;
}

/** Undefined when the end is wanted already, or the configuration cannot be served: a workflow may not be valid. */
function assemble(starting: Starting): SandboxParts | undefined {
  if (starting.ending.signal.aborted) return undefined;
  try {
    return new SandboxParts(starting.config, () => starting.ending.abort());
  } catch (error) {
    fail(starting, error);
    return undefined;
  }
}

async function start(parts: SandboxParts, starting: Starting): Promise<void> {
  const { config, progress, ending } = starting;
  const { stateDir, credentials } = config;
  const report = (detail: string): void => progress.write({ phase: 'starting', detail });
  try {
    const endpoint = await Promise.race([parts.start(report), untilEnding(ending)]);
    if (endpoint === undefined) return;
    announce(stateDir, { endpoint, ending: false, credentials });
    progress.write({ phase: 'ready' });
    // Written now, because the end must not take longer for it.
    flushCompileCache();
  } catch (error) {
    fail(starting, error);
  }
  await progress.close();
}

async function untilEnding({ signal }: AbortController): Promise<undefined> {
  if (!signal.aborted) await once(signal, 'abort');
  return undefined;
}

/** Says why there is no sandbox, and ends what there is of it. */
function fail({ progress, ending }: Starting, error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  progress.write({ phase: 'failed', error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  ending.abort();
}

async function endAll(stateDir: string, parts: SandboxParts | undefined): Promise<void> {
  const orderly = parts?.stop().catch((error: unknown) => {
    process.stderr.write(
      `while ending: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  });
  await Promise.race([orderly, sleep(ORDERLY_MS, undefined, { ref: false })]);
  await clearLeftovers(stateDir);
}
