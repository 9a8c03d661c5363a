import { setTimeout as sleep } from 'node:timers/promises';
import { sweep } from '../process/sweep.ts';
import { SandboxConfig } from '../sandbox-config.ts';
import { announce, withdraw } from './presence.ts';
import { makeProgressLog, type ProgressLog } from './progress-log.ts';
import { SandboxParts } from './sandbox-parts.ts';

/** All is ended within two seconds of the word; what has not ended in an orderly way by then is swept. */
const ORDERLY_MS = 1_500;

export interface SupervisorInput {
  readonly config: unknown;
  readonly progressFd: number | null;
  /** Resolves when the end is wanted; calling `resolve` asks for it. */
  readonly ending: PromiseWithResolvers<void>;
}

/** Holds a sandbox from its start to its end; resolves when everything of it is gone. */
export async function runSupervisor({ config: input, progressFd, ending }: SupervisorInput): Promise<void> {
  const config = SandboxConfig.parse(input);
  const { stateDir, credentials } = config;
  const progress = makeProgressLog(stateDir, progressFd);
  announce(stateDir, { endpoint: null, credentials });
  const swept = await sweep(stateDir);
  if (swept.length > 0)
    progress.write({ phase: 'swept', detail: `left by an earlier sandbox: ${swept.join(', ')}` });
  const parts = new SandboxParts(config, ending.resolve);
  void start(parts, { config, progress, ending });
  await ending.promise;
  await endAll(stateDir, parts);
}

interface Starting {
  readonly config: SandboxConfig;
  readonly progress: ProgressLog;
  readonly ending: PromiseWithResolvers<void>;
}

async function start(parts: SandboxParts, { config, progress, ending }: Starting): Promise<void> {
  const { stateDir, credentials } = config;
  try {
    const endpoint = await parts.start((detail) => progress.write({ phase: 'starting', detail }));
    announce(stateDir, { endpoint, credentials });
    progress.write({ phase: 'ready' });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    progress.write({ phase: 'failed', error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    ending.resolve();
  }
  progress.close();
}

async function endAll(stateDir: string, parts: SandboxParts): Promise<void> {
  const orderly = parts.stop().catch((error: unknown) => {
    process.stderr.write(
      `while ending: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  });
  await Promise.race([orderly, sleep(ORDERLY_MS, undefined, { ref: false })]);
  await sweep(stateDir);
  withdraw(stateDir);
}
