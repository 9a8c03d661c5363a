import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findSandbox,
  startSandbox,
  type RunningSandbox,
  type StartedSandbox,
} from '../sandbox/supervisor/sandbox-client.ts';
import type { SandboxStatus } from '../sandbox/sandbox-status.ts';
import { deployHandlers } from './handler-cache.ts';
import type { LoadedPlan } from './load-plan.ts';
import type { Progress } from './progress.ts';
import { keepBackups } from '../aws/keep-backups.ts';
import type { Account } from '../aws/site-access.ts';
import { primaryOf } from './sandbox-instances.ts';
import { sandboxWorld } from './sandbox-world.ts';
import type { StateDirectory } from './state-directory.ts';
import { mustHaveTiming, type TimingOptions } from './timing.ts';
import { UsageError } from './usage-error.ts';

export interface OpenSandbox extends Account {
  status(): Promise<SandboxStatus>;
  /** Whether it stood before: then earlier runs may have left something. */
  readonly standing: boolean;
  /** Ends a private sandbox; one that stood before goes on. */
  release(): Promise<void>;
}

interface Opening extends TimingOptions {
  readonly loaded: LoadedPlan;
  readonly state: StateDirectory;
  readonly progress: Progress;
  /** Whether points in time shall be had of the primaries. A drill that asks for none is spared the archive's work. */
  readonly pointInTime?: boolean;
}

/** Beside a standing sandbox: the plan that it stands for. */
export const PLAN_FILE = 'plan.yaml';

/** The sandbox that stands in the state directory, or else a private one that ends with this process. */
export async function openSandbox({ pointInTime = false, ...opening }: Opening): Promise<OpenSandbox> {
  const sandbox = await findOrStart(opening);
  if (!pointInTime) return sandbox;
  const { plan } = opening.loaded;
  const primaries = plan.databases.map((database) => primaryOf(plan, database));
  try {
    await keepBackups(sandbox, primaries);
    return sandbox;
  } catch (error) {
    await sandbox.release();
    throw error;
  }
}

async function findOrStart({
  loaded,
  state,
  progress,
  ...options
}: Omit<Opening, 'pointInTime'>): Promise<OpenSandbox> {
  const standing = await findSandbox(state.sandbox);
  if (standing) {
    const opened = await openStanding(standing, { loaded, state });
    mustHaveTiming((await standing.status()).timing, options);
    return opened;
  }
  progress.phase('starting a private sandbox: two regions with a PostgreSQL each');
  const started = await startFor(loaded, state, { ...options, progress });
  const release = async () => {
    progress.phase('ending the sandbox');
    await started.stop();
    await rm(state.sandbox, { recursive: true, force: true });
  };
  return open(started, { standing: false, release });
}

interface Starting extends TimingOptions {
  readonly progress: Progress;
}

/** A sandbox that stands, for a plan that it stands for. @throws UsageError when that is another one. */
export async function openStanding(
  standing: RunningSandbox,
  { loaded, state }: Pick<Opening, 'loaded' | 'state'>,
): Promise<OpenSandbox> {
  await mustStandFor(state, loaded);
  return open(standing, { standing: true, release: async () => undefined });
}

/** Starts a sandbox for a plan, and notes beside it which plan it stands for. */
export async function startFor(
  { plan, text }: LoadedPlan,
  state: StateDirectory,
  { progress, ...timing }: Starting,
): Promise<StartedSandbox> {
  progress.phase('bundling the handlers');
  const { handlers, compileCache } = await deployHandlers(join(state.cache, 'handlers'));
  const started = await startSandbox(
    sandboxWorld(plan, { stateDir: state.sandbox, handlers, compileCache, keys: state.keys, ...timing }),
    {
      onProgress: ({ phase, detail }) =>
        progress.phase(detail ? `sandbox: ${phase}, ${detail}` : `sandbox: ${phase}`),
    },
  );
  await writeFile(join(state.sandbox, PLAN_FILE), text);
  return started;
}

async function mustStandFor(
  { sandbox }: StateDirectory,
  { text, file, standsFor }: LoadedPlan,
): Promise<void> {
  const own = await readFile(join(sandbox, PLAN_FILE), 'utf8').catch(() => null);
  if (own === text || (own !== null && standsFor?.(own))) return;
  throw new UsageError(
    `the sandbox in ${sandbox} stands for another plan than ${file}: name that plan with --plan, or another MUSTER_STATE_DIR; \`npx muster sandbox down\` ends it, and all that it holds`,
  );
}

function open(
  running: RunningSandbox,
  { standing, release }: Pick<OpenSandbox, 'standing' | 'release'>,
): OpenSandbox {
  return {
    endpoint: running.endpoint,
    credentials: running.credentials,
    status: () => running.status(),
    standing,
    release,
  };
}
