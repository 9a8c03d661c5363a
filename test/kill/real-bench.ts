import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { accessFaults } from '../../lib/aws/fis-faults.ts';
import { endWatch, readWatch, watchSeen } from '../../lib/cli/plan-watch.ts';
import { realInput } from '../../lib/cli/real-run.ts';
import { stateMachineArn } from '../../lib/cli/sandbox-world.ts';
import { processTerminal } from '../../lib/cli/terminal.ts';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import { startWatch } from '../../lib/cli/watch.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { RealEvent } from '../../lib/domain/run/real-event.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { type ChangePlan, type KillBench, openKillBench, type StartedRun } from './kill-bench.ts';

/** Who may answer, and how long they are waited for. */
const PEOPLE = `
approvals:
  unattended: true
  people: [{ name: Head of operations }, { name: Head of data }, { name: Duty engineer }]
  real: { needed: 1, timeout: PT5M }
  divergence: { needed: 2, timeout: PT5M }
`;
const WATCH_INTERVAL_SECONDS = 0.05;
const LOOK_EVERY_MS = 50;
const SEEN_WITHIN_MS = 60_000;

/** A kill bench for real events: a watch that stands, a region that is lost, and runs that people are asked about. */
export interface RealBench extends KillBench {
  /** Begins the plan's watch, and waits until every series has seen what it watches. */
  watch(): Promise<void>;
  /** Puts the fault on the primary region and waits until the watch has seen it; answers how to have the region back. */
  lose(fault?: string): Promise<() => Promise<void>>;
  /** Starts real failovers of the plan at the same moment, `despite` nothing being lost; answers their executions. */
  startReal(count?: number, despite?: string): Promise<readonly StartedRun[]>;
  /** Takes the sandbox back to its start, whatever an earlier test has left running. */
  beginAnew(): Promise<void>;
  /** Waits until nothing runs any more, the watch included, so that the sandbox can begin anew. */
  quiet(): Promise<void>;
}

/** `change`: of the plan, which names people by then. */
export async function openRealBench(change: ChangePlan = (text) => text): Promise<RealBench> {
  const bench = await openKillBench((text) => change(`${text}${PEOPLE}`));
  let isFresh = true;
  return {
    ...bench,
    beginAnew: async () => {
      if (!isFresh) await bench.access((sites) => beginAnew(bench, sites));
      isFresh = false;
    },
    watch: () => bench.access((sites) => beginWatch(bench, sites)),
    lose: (fault = 'region-loss') => lose(bench, fault),
    startReal: (count = 1, despite) =>
      bench.access((sites) =>
        startReal(bench, sites, { count, event: eventOf(bench.loaded.plan, despite ?? null) }),
      ),
    quiet: () => bench.access((sites) => untilQuiet(bench, sites)),
  };
}

async function beginAnew(bench: KillBench, { recovery: { executions } }: PlanAccess): Promise<void> {
  const running = await runningOn(bench, executions);
  await Promise.all(running.map(({ arn }) => executions.stop(arn, 'the next test begins')));
  await bench.sandbox.reset();
}

async function beginWatch({ state, loaded }: KillBench, { recovery, plan }: PlanAccess): Promise<void> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  await startWatch({
    planFile: loaded.file,
    intervalSeconds: WATCH_INTERVAL_SECONDS,
    json: false,
    terminal: { ...processTerminal(), out: silent, err: silent },
    state,
  });
  const look = async () => {
    const seen = await watchSeen(recovery, plan);
    return seen?.series.every(({ status }) => status?.lastGoodAt) ? true : undefined;
  };
  await until(look, 'the watch has seen nothing good');
}

async function lose(bench: KillBench, fault: string): Promise<() => Promise<void>> {
  const { region } = bench.loaded.plan.sites.primary;
  const faults = accessFaults(bench.sandbox, region);
  const { experiment } = await faults.begin(fault);
  const reach = (state: string) =>
    until(
      async () => ((await faults.look(experiment)).state === state ? true : undefined),
      `${fault} is not ${state}`,
    );
  await reach('running');
  await bench.access(async ({ recovery, plan }) => {
    const look = async () => ((await watchSeen(recovery, plan))?.finding ? true : undefined);
    await until(look, `the watch has not seen ${fault}`);
  });
  return async () => {
    if ((await faults.look(experiment)).state !== 'running') return;
    await faults.end(experiment);
    await reach('stopped');
  };
}

interface Starting {
  readonly count: number;
  readonly event: RealEvent;
}

async function startReal(
  bench: KillBench,
  sites: PlanAccess,
  { count, event }: Starting,
): Promise<readonly StartedRun[]> {
  const { loaded, sandbox, state } = bench;
  const { workflows, objects } = sites.recovery;
  const open = { ...sandbox, standing: true, release: async () => undefined };
  const prepared = await Promise.all(
    Array.from({ length: count }, async () => {
      const run = `real-${randomBytes(4).toString('hex')}`;
      await objects.put(runKeys.plan(run), loaded.text);
      const input = await realInput({ run, loaded, sandbox: open, state }, sites.recovery, event);
      return { run, input: FailoverInput.parse(input) };
    }),
  );
  const machineArn = sites.machineArns.failover;
  return Promise.all(
    prepared.map(async ({ run, input }) => ({
      run,
      arn: await workflows.start({ machineArn, name: run, input }),
    })),
  );
}

function eventOf({ name }: { readonly name: string }, despite: string | null): RealEvent {
  return RealEvent.parse({
    initiator: 'Duty engineer',
    reason: 'the region is dark',
    staleEvidence: 'the first run of this plan',
    confirmed: name,
    how: 'unattended',
    despite,
    confirmedAt: new Date().toISOString().replace('Z', '000Z'),
  });
}

/** Whatever a real event may leave running: drills, series, fences that wait for their region. */
const MACHINES = ['failover', 'heartbeat', 'deferred-fence'] as const;

async function runningOn({ loaded }: KillBench, executions: PlanAccess['recovery']['executions']) {
  const arns = MACHINES.map((machine) => stateMachineArn(loaded.plan, machine));
  return (await Promise.all(arns.map((arn) => executions.list(arn, 'running')))).flat();
}

async function untilQuiet(bench: KillBench, { recovery, plan }: PlanAccess): Promise<void> {
  const watch = await readWatch(recovery.objects, plan);
  if (watch) await endWatch(recovery, watch);
  const look = async () => ((await runningOn(bench, recovery.executions)).length === 0 ? true : undefined);
  await until(look, 'what runs has not ended');
}

/** @throws Error that says what has not come */
export async function until<T>(
  look: () => Promise<T | undefined>,
  what: string,
  withinMs = SEEN_WITHIN_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`${what} within ${withinMs / 1000} s`);
    await sleep(LOOK_EVERY_MS);
  }
}
