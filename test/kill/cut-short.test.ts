import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import { readLocks, type PlanAccess, unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import { OUTCOMES } from '../../lib/domain/record/outcomes.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import { failoverStates } from './failover-states.ts';
import { type KillBench, openKillBench, type StartedRun } from './kill-bench.ts';
import { untilIn } from './run-journal.ts';
import { functionPids } from './victim.ts';

let bench: KillBench;
let isFresh = true;

beforeAll(async () => {
  bench = await openKillBench();
});
beforeEach(async () => {
  if (!isFresh) await bench.sandbox.reset();
  isFresh = false;
});
afterAll(() => bench?.close());

const QUIET = { dryRun: false, tell: () => undefined };

async function until(state: string, { run }: StartedRun): Promise<void> {
  const found = failoverStates().find(({ name }) => name === state);
  if (!found) throw new Error(`the failover has no state ${state}`);
  await expect(untilIn(bench.state.sandbox, { run, state: found, withinMs: 120_000 })).resolves.toBe(true);
}

async function ended({ recovery }: PlanAccess, { arn }: StartedRun): Promise<string | null> {
  for (;;) {
    const status = await recovery.workflows.status(arn);
    if (status !== 'RUNNING') return status;
    await sleep(50);
  }
}

async function judgementOf({ recovery }: PlanAccess, { run }: StartedRun): Promise<FailoverJudgement> {
  const stored = await recovery.objects.get(runKeys.file(run, 'judgement.json'));
  return FailoverJudgement.parse(JSON.parse(stored?.text ?? 'null'));
}

async function nothingIsLeft(sites: PlanAccess): Promise<void> {
  await expect(unfinishedRuns(sites)).resolves.toEqual([]);
  await expect(readLocks(sites)).resolves.toEqual({ held: [], unread: null });
  expect((await bench.status()).faults).toEqual([]);
}

test(
  'a run that was stopped in the middle is finished by two cleans at once, and by no third',
  { timeout: 240_000 },
  () =>
    bench.access(async (sites) => {
      const run = await bench.start();
      await until('ProvePromotion', run);
      await expect(cleanRuns(sites, QUIET)).resolves.toEqual([]);
      await sites.recovery.executions.stop(run.arn, 'somebody stopped it');
      const found = { run: run.run, status: 'ABORTED', cleanUp: 'not cleaned up' };
      await expect(cleanRuns(sites, { ...QUIET, dryRun: true })).resolves.toMatchObject([
        { ...found, left: null },
      ]);
      const both = await Promise.all([cleanRuns(sites, QUIET), cleanRuns(sites, QUIET)]);
      expect(both).toMatchObject([[{ ...found, left: [] }], [{ ...found, left: [] }]]);
      await nothingIsLeft(sites);
      const all = await sites.recovery.executions.list(sites.machineArns.failover, 'all');
      expect(
        all
          .filter(({ name }) => name.startsWith(run.run))
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual([run.run, `${run.run}-finish-1`]);
      const { verdicts, reasons } = await judgementOf(sites, run);
      expect(verdicts).toMatchObject({ overall: 'inconclusive', drill: 'inconclusive', cleanup: 'met' });
      expect(reasons['drill']).toContain('RunCutShort');
      await expect(cleanRuns(sites, QUIET)).resolves.toEqual([]);
    }),
);

test('of two runs at once on one system exactly one acts', { timeout: 240_000 }, () =>
  bench.access(async (sites) => {
    const runs = await Promise.all([bench.start(), bench.start()]);
    const statuses = await Promise.all(runs.map((run) => ended(sites, run)));
    expect(new Set(statuses)).toEqual(new Set(['FAILED', 'SUCCEEDED']));
    const refused = runs[statuses.indexOf('FAILED')];
    const { reasons } = await judgementOf(sites, refused ?? { run: '', arn: '' });
    expect(reasons['drill']).toContain('AcquireLock failed with LockHeld');
    await nothingIsLeft(sites);
  }),
);

test(
  'a real failover that pre-empts a drill acts after the last call of the drill',
  { timeout: 240_000 },
  () =>
    bench.access(async (sites) => {
      const drill = await bench.start();
      await until('PromoteReplica', drill);
      // The drill's call is under way, and stands still there: before or after it has promoted, nobody knows.
      const [pid = 0] = functionPids(bench.state.sandbox, 'PromoteReplica');
      process.kill(pid, 'SIGSTOP');
      // The drill's region is lost, and the real event's with it: only the recovery site's lock can be taken.
      const real = await bench.start({
        scope: 'real',
        preempt: true,
        disruption: { adapter: 'none', fault: 'none', conditions: [] },
      });
      await expect
        .poll(async () => (await readLocks(sites)).held, { timeout: 60_000 })
        .toEqual([{ site: 'recovery', owner: real.arn, run: real.run }]);
      await untilLooked(bench.state.sandbox);
      expect(await hasLeft(sites, real, 'AcquireLock')).toBe(false);
      process.kill(pid, 'SIGCONT');
      await Promise.all([ended(sites, drill), ended(sites, real)]);
      const entries = await makeObjectRecord(sites.recovery.objects).entries(real.run);
      const lock = entries.find(({ state, kind }) => state === 'AcquireLock' && kind === 'outcome');
      expect(OUTCOMES.AcquireLock.parse(lock?.data)).toMatchObject({
        takenOverFrom: drill.arn,
        preempted: { run: drill.run, because: 'its last call was answered' },
      });
      expect(await lastAnswerBefore(sites, drill, lock?.at ?? '')).toBe(true);
      await cleanRuns(sites, QUIET);
      await nothingIsLeft(sites);
    }),
);

/** So many looks at the other run's history show that it is waited for. */
const LOOKS = 5;

/** Waits until somebody has read a history again and again; nobody follows these runs but each other. */
async function untilLooked(stateDir: string): Promise<void> {
  const before = await looks(stateDir);
  await expect.poll(() => looks(stateDir), { timeout: 60_000 }).toBeGreaterThanOrEqual(before + LOOKS);
}

async function looks(stateDir: string): Promise<number> {
  const text = await readFile(join(stateDir, 'requests.ndjson'), 'utf8');
  return text.split('"operation":"GetExecutionHistory"').length - 1;
}

async function hasLeft({ recovery }: PlanAccess, { arn }: StartedRun, wanted: string): Promise<boolean> {
  const history = await recovery.workflows.history(arn);
  return history.some(({ state, type }) => state === wanted && type === 'TaskStateExited');
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
