import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { surroundingsIn } from '../../lib/cli/surroundings.ts';
import { type LoadedPlan, loadPlan } from '../../lib/cli/load-plan.ts';
import { startFor } from '../../lib/cli/open-sandbox.ts';
import { withPlanAccess } from '../../lib/cli/plan-access.ts';
import { Progress } from '../../lib/cli/progress.ts';
import { stateMachineArn } from '../../lib/cli/sandbox-world.ts';
import { type StateDirectory, stateDirectory } from '../../lib/cli/state-directory.ts';
import { processTerminal } from '../../lib/cli/terminal.ts';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import { compileFailover } from '../../lib/domain/run/compile-failover.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import { endSandbox, type RunningSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';

/** A sandbox that stands for as long as this process, and runs on it that nobody follows. */
export interface KillBench {
  readonly state: StateDirectory;
  readonly loaded: LoadedPlan;
  readonly sandbox: RunningSandbox;
  /** Starts a failover; answers its execution. */
  start(overrides?: Partial<FailoverInput>): Promise<StartedRun>;
  access<T>(use: (access: PlanAccess) => Promise<T>): Promise<T>;
  status(): Promise<SandboxStatus>;
  close(): Promise<void>;
}

export interface StartedRun {
  readonly run: string;
  readonly arn: string;
}

/** The plan that users drill by default, with a hold that a test can wait for, changed as the test wants it. */
async function fastPlan(directory: string, change: ChangePlan): Promise<LoadedPlan> {
  const file = join(directory, 'plan.yaml');
  const text = await readFile(defaultPlanFile(), 'utf8');
  await writeFile(file, change(text.replace(/^hold: .*$/m, 'hold: PT1S')));
  return loadPlan(file);
}

/** Gives the plan's text another form. */
export type ChangePlan = (text: string) => string;

export async function openKillBench(change: ChangePlan = (text) => text): Promise<KillBench> {
  const root = await mkdtemp(join(tmpdir(), 'muster-kill-'));
  const state = stateDirectory({ MUSTER_STATE_DIR: root });
  const loaded = await fastPlan(root, change);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const progress = new Progress({ ...processTerminal(), err: silent, live: false });
  const sandbox = await startFor(loaded, state, { progress });
  const account = { endpoint: sandbox.endpoint, credentials: sandbox.credentials };
  const access: KillBench['access'] = (use) => withPlanAccess(account, loaded.plan, use);
  return {
    state,
    loaded,
    sandbox,
    access,
    status: () => sandbox.status(),
    start: (overrides = {}) => access((sites) => startRun({ sites, loaded, sandbox, overrides })),
    close: async () => {
      await endSandbox(state.sandbox);
      // A process that is about to end may write what it has compiled to the cache in there.
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

interface Start {
  readonly sites: PlanAccess;
  readonly loaded: LoadedPlan;
  readonly sandbox: RunningSandbox;
  readonly overrides: Partial<FailoverInput>;
}

async function startRun({ sites, loaded, sandbox, overrides }: Start): Promise<StartedRun> {
  const run = `kill-${randomBytes(4).toString('hex')}`;
  const { workflows, objects } = sites.recovery;
  await objects.put(runKeys.plan(run), loaded.text);
  const input = compileFailover(loaded.plan, {
    run,
    target: 'sandbox',
    scope: 'rehearsal',
    planSha256: createHash('sha256').update(loaded.text).digest('hex'),
    ...(await surroundingsIn(sandbox, 'failover')),
    heartbeatStateMachineArn: stateMachineArn(loaded.plan, 'heartbeat'),
  });
  const machineArn = stateMachineArn(loaded.plan, 'failover');
  const arn = await workflows.start({
    machineArn,
    name: run,
    input: FailoverInput.parse({ ...input, ...overrides }),
  });
  return { run, arn };
}
