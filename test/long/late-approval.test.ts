import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanRuns } from '../../lib/cli/clean-runs.ts';
import { asked, say } from '../kill/people.ts';
import { openRealBench, type RealBench, until } from '../kill/real-bench.ts';
import { calls, ended, judgementOf, nothingIsLeft, statesOf } from '../kill/run-looks.ts';

const LIMIT = { timeout: 300_000 };
/** Nobody answers within this time: a drill is denied, and a real event asks again. */
const PATIENCE_SECONDS = 12;

let bench: RealBench;

beforeAll(async () => {
  const patience = `{ needed: 1, timeout: PT${PATIENCE_SECONDS}S }`;
  bench = await openRealBench((plan) =>
    plan.replace(/^ {2}real: .*$/m, `  real: ${patience}\n  drill: ${patience}`),
  );
});
beforeEach(() => bench.beginAnew());
afterAll(() => bench?.close());

test(
  'an approval that comes after its expiry counts for nothing, and nothing has started: a real event is asked about again',
  LIMIT,
  () =>
    bench.access(async (sites) => {
      await bench.watch();
      const promotions = await calls(bench, 'PromoteReadReplica');
      const back = await bench.lose();
      const [real = { run: '', arn: '' }] = await bench.startReal();
      const first = await asked(sites.recovery, real.run, { kind: 'approval', round: 0 });
      const again = await asked(sites.recovery, real.run, { kind: 'approval', round: 1 });
      // The bucket says in whole seconds when it took an answer: one of the second that it expires in is in time by that.
      const late = Date.parse(first.expiresAt) + 1_000;
      await until(async () => (Date.now() > late ? true : undefined), 'it does not expire');
      await expect(
        say(sites.recovery, first, { by: 'Head of operations', word: 'approve' }),
      ).resolves.toMatchObject({ result: 'late', why: expect.stringContaining('has expired at') });
      const states = (await statesOf(sites, real)).map(({ state }) => state);
      expect(states).not.toContain('DeclareFailover');
      expect(await calls(bench, 'PromoteReadReplica')).toBe(promotions);
      expect((await bench.status()).frontDoor.activeSite).toBe('frankfurt');
      expect(again.expiresAt > first.expiresAt).toBe(true);
      // Whoever is asked then may still say yes or no.
      await say(sites.recovery, again, { by: 'Head of operations', word: 'deny' });
      await expect(ended(sites, real)).resolves.toBe('FAILED');
      const { verdicts, rpo } = await judgementOf(sites, real.run);
      expect(verdicts.overall).toBe('inconclusive');
      expect(rpo?.heartbeats.splitBrain ?? 0).toBe(0);
      await back();
      await bench.quiet();
      await nothingIsLeft(bench, sites);
    }),
);

test(
  'an approval that comes after its expiry counts for nothing, and nothing has started: a drill is denied',
  LIMIT,
  () =>
    bench.access(async (sites) => {
      const promotions = await calls(bench, 'PromoteReadReplica');
      const drill = await bench.start();
      const request = await asked(sites.recovery, drill.run, { kind: 'approval' });
      await expect(ended(sites, drill)).resolves.toBe('FAILED');
      await expect(
        say(sites.recovery, request, { by: 'Head of operations', word: 'approve' }),
      ).resolves.toMatchObject({ result: 'late', why: expect.stringContaining('has expired at') });
      const states = (await statesOf(sites, drill)).map(({ state }) => state);
      expect(states).not.toContain('InjectDisruption');
      expect(await calls(bench, 'PromoteReadReplica')).toBe(promotions);
      const { verdicts, reasons, disruption, rpo } = await judgementOf(sites, drill.run);
      expect(verdicts).toMatchObject({ overall: 'inconclusive', drill: 'inconclusive', cleanup: 'met' });
      expect(reasons['drill']).toContain('no approval is on record');
      // The ledger has no outage, and no write that two primaries took.
      expect({ disruption, rpo }).toEqual({ disruption: null, rpo: null });
      await expect(cleanRuns(sites, { dryRun: false, tell: () => undefined })).resolves.toEqual([]);
      await nothingIsLeft(bench, sites);
    }),
);
