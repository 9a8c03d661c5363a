import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import { type KillBench, openKillBench } from './kill-bench.ts';
import { ended, judgementOf, nothingIsLeft, untilEntered } from './run-looks.ts';
import { whileFrozen } from './victim.ts';

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

test(
  'a run that was stopped in the middle is finished by two cleans at once, and by no third',
  { timeout: 240_000 },
  () =>
    bench.access(async (sites) => {
      const run = await bench.start();
      await untilEntered(bench, run, 'ProvePromotion');
      // It would go on meanwhile, and come to its end before it is stopped.
      await whileFrozen(bench.state.sandbox, 'ProvePromotion', async () => {
        await expect(cleanRuns(sites, QUIET)).resolves.toEqual([]);
        await sites.recovery.executions.stop(run.arn, 'somebody stopped it');
      });
      const found = { run: run.run, status: 'ABORTED', cleanUp: 'not cleaned up' };
      await expect(cleanRuns(sites, { ...QUIET, dryRun: true })).resolves.toMatchObject([
        { ...found, left: null },
      ]);
      const both = await Promise.all([cleanRuns(sites, QUIET), cleanRuns(sites, QUIET)]);
      expect(both).toMatchObject([[{ ...found, left: [] }], [{ ...found, left: [] }]]);
      await nothingIsLeft(bench, sites);
      const all = await sites.recovery.executions.list(sites.machineArns.failover, 'all');
      expect(
        all
          .filter(({ name }) => name.startsWith(run.run))
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual([run.run, `${run.run}-finish-1`]);
      const { verdicts, reasons } = await judgementOf(sites, run.run);
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
    const { reasons } = await judgementOf(sites, refused?.run ?? '');
    expect(reasons['drill']).toContain('AcquireLock failed with LockHeld');
    await nothingIsLeft(bench, sites);
  }),
);
