import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import type { StartedRun } from '../kill/kill-bench.ts';
import { answerAll } from '../kill/people.ts';
import { openRealBench, type RealBench, until } from '../kill/real-bench.ts';
import {
  calls,
  ended,
  entriesOf,
  judgementOf,
  nothingIsLeft,
  outcomeOf,
  secondsUntil,
  statesOf,
  untilEntered,
  untruths,
} from '../kill/run-looks.ts';
import { whileFrozen } from '../kill/victim.ts';

const LIMIT = { timeout: 300_000 };
let bench: RealBench;

beforeAll(async () => {
  bench = await openRealBench();
});
beforeEach(async () => {
  await bench.beginAnew();
  await bench.watch();
});
afterAll(() => bench?.close());

test(
  'of two real failovers that start in the same millisecond one goes on, and the other has changed nothing',
  LIMIT,
  () =>
    bench.access(async (sites) => {
      const promotions = await calls(bench, 'PromoteReadReplica');
      const back = await bench.lose();
      const both = await bench.startReal(2);
      const answered = Promise.all(both.map((run) => answerAll(sites.recovery, run)));
      const refused = await firstOver(both, (arn) => sites.recovery.workflows.status(arn));
      const winner = both.find(({ run }) => run !== refused.run) ?? refused;
      const { reasons, verdicts } = await judgementOf(sites, refused.run);
      expect(reasons['drill']).toContain('AcquireLock failed with LockHeld');
      expect(reasons['drill']).toContain(`run ${winner.run} (RUNNING`);
      expect(verdicts.overall).toBe('inconclusive');
      const intents = (await entriesOf(sites, refused.run)).filter(({ kind }) => kind === 'intent');
      expect(intents.map(({ state }) => state)).toEqual(['AcquireLock', 'ReturnRegion']);

      await answered;
      console.log(`refused after ${await secondsUntil(sites, refused, 'Ended')} s`);
      console.log(`seconds after its start: ${await timesOf(sites, winner)}`);
      await expect(ended(sites, refused)).resolves.toBe('FAILED');
      await expect(ended(sites, winner)).resolves.toBe('SUCCEEDED');
      expect(await untruths(bench, sites, await judgementOf(sites, winner.run))).toEqual([]);
      expect(await calls(bench, 'PromoteReadReplica')).toBe(promotions + 1);
      await back();
      await bench.quiet();
      await nothingIsLeft(bench, sites);
    }),
);

async function firstOver(
  runs: readonly StartedRun[],
  statusOf: (arn: string) => Promise<string | null>,
): Promise<StartedRun> {
  const look = async () => {
    const statuses = await Promise.all(runs.map(({ arn }) => statusOf(arn)));
    return runs.find((_, index) => statuses[index] !== 'RUNNING');
  };
  return until(look, 'no run has ended', 120_000);
}

/** For whoever wants to know where the time of on-call goes. */
async function timesOf(sites: Parameters<typeof statesOf>[0], run: StartedRun): Promise<string> {
  const states = await statesOf(sites, run);
  const start = states[0]?.at ?? 0;
  return states.map(({ state, at }) => `${state} ${((at - start) / 1e6).toFixed(1)}`).join(', ');
}

test(
  'a real failover during a drill acts after the last call of the drill, which notices at its next change, ends clean and is not met',
  LIMIT,
  () =>
    bench.access(async (sites) => {
      const drill = await bench.start();
      await untilEntered(bench, drill, 'PromoteReplica');
      const real = await whileFrozen(bench.state.sandbox, 'PromoteReplica', async () => {
        const [started = drill] = await bench.startReal();
        const lock = async () => {
          const stored = await sites.recovery.objects.get('locks/orders.json');
          return stored?.text.includes(started.run) ? true : undefined;
        };
        await until(lock, 'the real run has not taken the lock');
        await untilLooked();
        expect(await hasLeft(sites, started, 'AcquireLock')).toBe(false);
        return started;
      });
      await answerAll(sites.recovery, real);
      const of = { drill: await judgementOf(sites, drill.run), real: await judgementOf(sites, real.run) };
      const taken = await outcomeOf(sites, real.run, 'AcquireLock');
      expect(taken).toMatchObject({
        takenOverFrom: drill.arn,
        preempted: { run: drill.run, because: 'its last call was answered' },
        generation: 2,
      });
      expect(await lastAnswerBefore(sites, drill, await writtenAt(sites, real, 'AcquireLock'))).toBe(true);
      await expect(ended(sites, drill)).resolves.toBe('FAILED');
      expect(of.drill.verdicts.overall).not.toBe('met');
      expect(of.drill.verdicts.drill).toBe('inconclusive');
      expect(of.drill.reasons['drill']).toContain('GenerationSuperseded');
      await expect(ended(sites, real)).resolves.toBe('SUCCEEDED');
      expect(await untruths(bench, sites, of.real)).toEqual([]);
      await bench.quiet();
      // Its own clean-up came too early: the fault was not its to undo any more.
      const cleaned = await cleanRuns(sites, { dryRun: false, tell: () => undefined });
      expect(cleaned).toMatchObject([{ run: drill.run, cleanUp: 'not wholly cleaned up', left: [] }]);
      await nothingIsLeft(bench, sites);
    }),
);

/** So many looks at the other run's history show that it is waited for. */
const LOOKS = 5;

/** Waits until somebody has read a history again and again; nobody follows these runs but each other. */
async function untilLooked(): Promise<void> {
  const before = await calls(bench, 'GetExecutionHistory');
  const look = async () => ((await calls(bench, 'GetExecutionHistory')) >= before + LOOKS ? true : undefined);
  await until(look, 'nobody looks at the history of the drill');
}

async function hasLeft({ recovery }: PlanAccess, { arn }: StartedRun, wanted: string): Promise<boolean> {
  const history = await recovery.workflows.history(arn);
  return history.some(({ state, type }) => state === wanted && type === 'TaskStateExited');
}

/** When a state's outcome was written; empty when it was not. */
async function writtenAt(sites: PlanAccess, { run }: StartedRun, wanted: string): Promise<string> {
  const entries = await entriesOf(sites, run);
  return entries.find(({ state, kind }) => state === wanted && kind === 'outcome')?.at ?? '';
}

/** Whether the drill's last call that was not refused was answered before the other run got its locks. */
async function lastAnswerBefore({ recovery }: PlanAccess, { arn }: StartedRun, at: string): Promise<boolean> {
  const history = await recovery.workflows.history(arn);
  const promoted = history.findIndex(
    ({ state, type }) => state === 'PromoteReplica' && type === 'TaskStateEntered',
  );
  const answer = history.slice(promoted).find(({ type }) => /^Task(Succeeded|Failed)$/.test(type));
  return answer !== undefined && new Date(answer.at / 1000).toISOString() <= at;
}
