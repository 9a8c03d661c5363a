import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import { type PlanAccess, readLocks, unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { Cell } from './cell.ts';
import type { WorkflowState } from './failover-states.ts';
import type { StartedRun } from './kill-bench.ts';
import { leftovers } from './leftovers.ts';
import { answerAll } from './people.ts';
import type { RealBench } from './real-bench.ts';
import { untilIn } from './run-journal.ts';
import { judgementOf, untruths } from './run-looks.ts';
import { unhitInReal } from './unhit.ts';
import { kill, type Victim } from './victim.ts';

const REACHED_WITHIN_MS = 120_000;

/** Of a real event that is under way: whoever is killed with the sandbox itself leaves no run to look at. */
export type RealVictim = Exclude<Victim, 'supervisor' | 'heartbeat' | 'postgres'>;

/**
 * Loses the region, starts a real failover whose people answer, and kills the victim while the run is in the state;
 * then has the region back, and looks at everything that is left.
 */
export async function runRealCell(bench: RealBench, state: WorkflowState, victim: RealVictim): Promise<Cell> {
  const began = performance.now();
  await bench.watch();
  const back = await bench.lose();
  const [started = { run: '', arn: '' }] = await bench.startReal();
  return bench.access(async (sites) => {
    const [, killed] = await Promise.all([
      answerAll(sites.recovery, started),
      killIn(bench, started, { state, victim }),
    ]);
    await back();
    await bench.quiet();
    const after = await aftermath(bench, sites, started);
    const breaches = [...unhitInReal(state, victim, killed), ...after.breaches];
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { state: state.name, victim, killed, ...after, breaches, seconds };
  });
}

interface Strike {
  readonly state: WorkflowState;
  readonly victim: RealVictim;
}

async function killIn(bench: RealBench, { run }: StartedRun, { state, victim }: Strike) {
  const stateDir = bench.state.sandbox;
  const { supervisorPid } = await bench.status();
  const reached = await untilIn(stateDir, { run, state, withinMs: REACHED_WITHIN_MS });
  const place = { stateDir, state, supervisorPid, postgresPid: null, mayCome: true };
  return reached ? kill(victim, place) : null;
}

async function aftermath(bench: RealBench, sites: PlanAccess, { run, arn }: StartedRun) {
  const ended = (await sites.recovery.workflows.status(arn)) ?? 'UNKNOWN';
  const isUnfinished = (await unfinishedRuns(sites)).some((one) => one.run === run);
  const cleaned = await cleanRuns(sites, { dryRun: false, tell: () => undefined });
  const stored = await sites.recovery.objects.get(runKeys.file(run, 'judgement.json'));
  const judgement = stored ? await judgementOf(sites, run) : null;
  const [locks, { faults }] = await Promise.all([readLocks(sites), bench.status()]);
  return {
    ended,
    finishedBy: isUnfinished ? ('muster clean' as const) : ('itself' as const),
    verdict: judgement?.verdicts.overall ?? 'none',
    reason: judgement?.reasons['drill'] ?? 'no judgement',
    breaches: [
      ...(ended === 'RUNNING' ? ['the run does not end'] : []),
      ...(judgement ? await untruths(bench, sites, judgement) : ['there is no judgement']),
      ...(judgement?.verdicts.overall === 'met' ? ['met, although nothing proves the fence'] : []),
      ...cleaned.flatMap(({ left }) => left ?? []),
      ...leftovers({ locks, faults, series: [] }),
    ],
  };
}
