import { setTimeout as sleep } from 'node:timers/promises';
import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import { readLocks, type PlanAccess, unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { WorkflowState } from './failover-states.ts';
import type { KillBench, StartedRun } from './kill-bench.ts';
import { type Held, leftovers } from './leftovers.ts';
import { untilIn } from './run-journal.ts';
import { type CountLost, lostOf, lostRows, rowsThere, unsupported } from './truth-check.ts';
import { nobodyThere, unhit } from './unhit.ts';
import { kill, type Victim } from './victim.ts';

/** What came of one kill in one state. */
export interface Cell {
  readonly state: string;
  readonly victim: Victim;
  /** Processes that were killed; null when the run never was in the state. */
  readonly killed: number | null;
  readonly ended: string;
  /** Whether the run came to its clean end by itself. */
  readonly finishedBy: 'itself' | 'muster clean';
  readonly verdict: string;
  readonly reason: string;
  /** What is not as it was promised, one line each: a cell without any is good. */
  readonly breaches: readonly string[];
  readonly seconds: number;
}

const REACHED_WITHIN_MS = 60_000;
/** Services that never answer again are waited for during four minutes, and what became of a promotion for 90 s. */
const ENDED_WITHIN_MS = 480_000;
const POLL_MS = 50;

/** Kills the victim while a fresh run is in the state, lets the run recover, and looks at everything it leaves. */
export async function runCell(bench: KillBench, state: WorkflowState, victim: Victim): Promise<Cell> {
  const began = performance.now();
  const { supervisorPid, instances } = await bench.status();
  const started = await bench.start();
  const stateDir = bench.state.sandbox;
  const reached = await untilIn(stateDir, { run: started.run, state, withinMs: REACHED_WITHIN_MS });
  const replica = bench.loaded.plan.databases[0]?.replica.instance;
  const postgresPid = instances.find(({ id }) => id === replica)?.pid ?? null;
  // Once it is killed nobody can look any more.
  const before = reached && victim === 'postgres' ? await rowsThere(await bench.status(), started.run) : null;
  const mayCome = nobodyThere(state, victim) === null;
  const killed = reached
    ? await kill(victim, { stateDir, state, mayCome, supervisorPid, postgresPid })
    : null;
  const common = { state: state.name, victim, killed };
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  return bench.access(async (sites) => {
    const after = await aftermath(bench, sites, { ...started, before });
    const breaches = [...unhit(state, victim, killed), ...after.breaches];
    return { ...common, ...after, breaches, seconds: seconds() };
  });
}

interface KilledRun extends StartedRun {
  /** Heartbeats that a client found before the kill; null where nobody looked. */
  readonly before: ReadonlySet<string> | null;
}

async function aftermath(bench: KillBench, sites: PlanAccess, { run, arn, before }: KilledRun) {
  const ended = await untilEnded(sites, arn);
  const isUnfinished = (await unfinishedRuns(sites)).some((one) => one.run === run);
  const cleaned = await cleanRuns(sites, { dryRun: false, tell: () => undefined });
  const { objects } = sites.recovery;
  const stored = await objects.get(runKeys.file(run, 'judgement.json'));
  const judgement = stored ? FailoverJudgement.parse(JSON.parse(stored.text)) : null;
  return {
    ended,
    finishedBy: isUnfinished ? ('muster clean' as const) : ('itself' as const),
    verdict: judgement?.verdicts.overall ?? 'none',
    reason: judgement ? (judgement.reasons['drill'] ?? '') : 'no judgement',
    breaches: [
      ...(ended === 'RUNNING' ? ['the run does not end'] : []),
      ...(judgement ? [] : ['there is no judgement']),
      ...cleaned.flatMap(({ left }) => left ?? []),
      ...leftovers(await heldAfter(bench, sites)),
      ...(judgement ? await honesty(bench, sites, { judgement, before }) : []),
    ],
  };
}

async function untilEnded({ recovery }: PlanAccess, arn: string): Promise<string> {
  const deadline = performance.now() + ENDED_WITHIN_MS;
  for (;;) {
    const status = (await recovery.workflows.status(arn)) ?? 'UNKNOWN';
    if (status !== 'RUNNING') return status;
    if (performance.now() > deadline) {
      await recovery.executions.stop(arn, 'the test waits no longer');
      return status;
    }
    await sleep(POLL_MS);
  }
}

async function heldAfter(bench: KillBench, sites: PlanAccess): Promise<Held> {
  const heartbeats = sites.machineArns.failover.replace(/failover$/, 'heartbeat');
  const [locks, { faults }, series] = await Promise.all([
    readLocks(sites),
    bench.status(),
    sites.recovery.executions.list(heartbeats, 'running'),
  ]);
  return { locks, faults, series };
}

async function honesty(
  bench: KillBench,
  sites: PlanAccess,
  { judgement, before }: Pick<KilledRun, 'before'> & { readonly judgement: FailoverJudgement },
) {
  const ledger = await sites.recovery.objects.get(runKeys.file(judgement.run, 'ledger.ndjson'));
  const stateDir = bench.state.sandbox;
  const witnesses = { stateDir, status: await bench.status(), judgement, ledger: ledger?.text ?? '' };
  const count: CountLost = async (status, run, text) =>
    (await lostRows(status, run, text)) ?? (before && lostOf(text, before));
  return unsupported(witnesses, count);
}
