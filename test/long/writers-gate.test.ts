import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import { asked, agree, say } from '../kill/people.ts';
import { openRealBench, type RealBench } from '../kill/real-bench.ts';
import { ended, nothingIsLeft, outcomeOf } from '../kill/run-looks.ts';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';

/** A failover of an application that writes all the time, fenced by nothing but its own obedience. */
const LIMIT = { timeout: 300_000 };
const LEDGER = 'ledger: { table: shop.journal, sequenceColumn: entry, timeColumn: written_at }';
const FENCE = 'fence: { deadline: PT20S, rungs: [stop-application-writers] }';
const PRIMARY = 'orders-frankfurt';

let bench: RealBench;

beforeAll(async () => {
  bench = await openRealBench((plan) =>
    plan.replace(/^( +)fencedRoles: .*$/m, `$&\n$1${LEDGER}`).replace(/^fence: .*$/m, FENCE),
  );
});
beforeEach(async () => {
  await bench.beginAnew();
  await bench.watch();
});
afterAll(() => bench?.close());

/** Starts one with everything alive, and gives it up when its fence has to be accepted; answers the rung's attempt. */
async function rungOf(sites: PlanAccess) {
  const [real = { run: '', arn: '' }] = await bench.startReal(1, 'shown to be needed by a test');
  await agree(sites.recovery, await asked(sites.recovery, real.run, { kind: 'approval' }));
  const acceptance = await asked(sites.recovery, real.run, { kind: 'divergence' });
  const fence = await outcomeOf(sites, real.run, 'FenceOldPrimary');
  await say(sites.recovery, acceptance, { by: 'Head of operations', word: 'abort' });
  await ended(sites, real);
  await bench.quiet();
  await nothingIsLeft(bench, sites);
  return fence?.databases[0]?.attempts.find(({ rung }) => rung === 'stop-application-writers');
}

async function rows(): Promise<number> {
  const behind = await behindItsBack(bench.state.root);
  const [row] = await behind.ask(PRIMARY, 'select count(*)::int as rows from shop.journal');
  return Number(row?.['rows']);
}

/** The gate was opened again: a failover that is given up leaves nobody without an application. */
async function servicesWriteOn(): Promise<void> {
  const before = await rows();
  await expect.poll(rows, { timeout: 30_000 }).toBeGreaterThan(before + 20);
}

test('writers that obey their gate are seen to rest, while heartbeats go on', LIMIT, () =>
  bench.access(async (sites) => {
    await servicesWriteOn();
    expect(await rungOf(sites)).toMatchObject({
      result: 'proven',
      detail: 'the gate is closed, and no row was written for 11 s',
    });
    await servicesWriteOn();
  }),
);

test('one writer that does not obey refutes it', LIMIT, () =>
  bench.access(async (sites) => {
    const behind = await behindItsBack(bench.state.root);
    const write = () => behind.ask(PRIMARY, 'insert into shop.journal default values');
    const enough = new AbortController();
    const writing = (async () => {
      while (!enough.signal.aborted) await write();
    })();
    try {
      expect(await rungOf(sites)).toMatchObject({
        result: 'refuted',
        detail: expect.stringContaining('more rows were written after the gate was closed'),
      });
    } finally {
      enough.abort();
      await writing;
    }
  }),
);
