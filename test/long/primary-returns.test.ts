import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deferredFences } from '../../lib/cli/fences.ts';
import { agree, answerAll, asked, say } from '../kill/people.ts';
import type { StartedRun } from '../kill/kill-bench.ts';
import { DeferredFenceOutcome } from '../../lib/domain/fence/deferred-fence.ts';
import { Attempt } from '../../lib/domain/ledger/attempt.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { PlanAccess } from '../../lib/cli/unfinished-runs.ts';
import { openRealBench, type RealBench } from '../kill/real-bench.ts';
import {
  calls,
  ended,
  judgementOf,
  nothingIsLeft,
  outcomeOf,
  untilEntered,
  untruths,
} from '../kill/run-looks.ts';
import { whileFrozen } from '../kill/victim.ts';

const LIMIT = { timeout: 300_000 };
const NOBODY = { run: '', arn: '' };

let bench: RealBench;

beforeAll(async () => {
  // The stale writer tries for as long as the hold: there has to be time in which it could succeed.
  bench = await openRealBench((plan) => plan.replace(/^hold: .*$/m, 'hold: PT6S'));
});
beforeEach(async () => {
  await bench.beginAnew();
  await bench.watch();
});
afterAll(() => bench?.close());

/** What came of a run during which the old primary came back: its end, its fence, and what the ledger says of it. */
async function cameOf(sites: PlanAccess, run: StartedRun) {
  const status = await ended(sites, run);
  const judgement = await judgementOf(sites, run.run);
  const told = await untruths(bench, sites, judgement);
  await bench.quiet();
  const fences = await deferredFences(sites.recovery.objects, sites.plan);
  await nothingIsLeft(bench, sites);
  const { overall } = judgement.verdicts;
  return { status, overall, untruths: told, fences: fences.map(({ state }) => state) };
}

/**
 * How many rows the old primary acknowledged after it was fenced, and how many after the new one's first: by the raw
 * samples and the proof's own write.
 */
async function writtenTwice(sites: PlanAccess, run: string) {
  const { objects } = sites.recovery;
  const text = async (key: string) => (await objects.get(key))?.text ?? '';
  const files = await Promise.all(
    ['ledger.ndjson', 'stale.ndjson'].map((name) => text(runKeys.file(run, name))),
  );
  const acknowledged = files
    .flatMap((file) => file.split('\n').filter(Boolean))
    .map((line) => Attempt.parse(JSON.parse(line)))
    .filter(({ outcome }) => outcome === 'acknowledged')
    .toSorted((a, b) => (a.answered < b.answered ? -1 : 1));
  const [proof] = (await outcomeOf(sites, run, 'ProvePromotion'))?.databases ?? [];
  const ofPromoted = acknowledged.filter(({ server }) => server === proof?.server);
  const first = [ofPromoted[0]?.answered ?? '', proof?.writeAcknowledgedAt ?? ''].toSorted()[0] ?? '';
  const later = DeferredFenceOutcome.parse(JSON.parse(await text(runKeys.fencedLater(run))));
  const fencedAt = later.databases[0]?.fencedAt ?? '';
  const old = acknowledged.filter(({ server }) => server !== proof?.server);
  return {
    afterFence: old.filter(({ sent }) => sent > fencedAt).length,
    afterPromotion: old.filter(({ answered }) => answered > first).length,
  };
}

/** Nothing proves the fence at the promotion: two people have accepted that, and no verdict is better for it. */
const ONE_PRIMARY = { status: 'SUCCEEDED', overall: 'inconclusive', untruths: [], fences: ['fenced'] };

test('a primary that comes back while people accept the divergence is promoted over by nobody', LIMIT, () =>
  bench.access(async (sites) => {
    const promotions = await calls(bench, 'PromoteReadReplica');
    const back = await bench.lose();
    const [real = NOBODY] = await bench.startReal();
    await agree(sites.recovery, await asked(sites.recovery, real.run, { kind: 'approval' }));
    const acceptance = await asked(sites.recovery, real.run, { kind: 'divergence' });
    await back();
    await agree(sites.recovery, acceptance);
    const decision = await asked(sites.recovery, real.run, { kind: 'decision' });
    expect(decision).toMatchObject({ about: 'PollDetection', choices: ['retry', 'abort'] });
    await say(sites.recovery, decision, { by: 'Head of operations', word: 'abort' });
    await expect(ended(sites, real)).resolves.toBe('FAILED');
    const { verdicts, rpo } = await judgementOf(sites, real.run);
    expect({ overall: verdicts.overall, rpo }).toEqual({ overall: 'inconclusive', rpo: null });
    expect(await calls(bench, 'PromoteReadReplica')).toBe(promotions);
    expect((await bench.status()).frontDoor.activeSite).toBe('frankfurt');
    await bench.quiet();
    expect(await deferredFences(sites.recovery.objects, sites.plan)).toEqual([]);
    await nothingIsLeft(bench, sites);
  }),
);

/** Nothing can stop the old primary's clients before anybody knows that it is back: what they write until then is counted. */
test.each([
  ['once nobody looks for it any more', 'DeferFence'],
  ['while its replica is being promoted', 'PromoteReplica'],
] as const)('a primary that comes back %s is fenced at once', LIMIT, (_, state) =>
  bench.access(async (sites) => {
    const back = await bench.lose();
    const [real = NOBODY] = await bench.startReal();
    const answered = answerAll(sites.recovery, real);
    await untilEntered(bench, real, state);
    await whileFrozen(bench.state.sandbox, state, back);
    await answered;
    const { overall, untruths: told, ...end } = await cameOf(sites, real);
    const { afterFence, afterPromotion } = await writtenTwice(sites, real.run);
    expect(end).toEqual({ status: 'SUCCEEDED', fences: ['fenced'] });
    expect(afterFence).toBe(0);
    expect(overall).toBe(afterPromotion === 0 ? 'inconclusive' : 'missed');
    expect(told).toEqual(
      afterPromotion === 0
        ? []
        : [`${afterPromotion} heartbeats were acknowledged by the old primary after the new one's first`],
    );
  }),
);

test('a primary that comes back after the promotion is fenced before any client of it gets in', LIMIT, () =>
  bench.access(async (sites) => {
    const back = await bench.lose();
    const [real = NOBODY] = await bench.startReal();
    const answered = answerAll(sites.recovery, real);
    await untilEntered(bench, real, 'Hold');
    await back();
    await answered;
    expect((await outcomeOf(sites, real.run, 'ReturnRegion'))?.databases).toMatchObject([
      { fence: 'deferred' },
    ]);
    expect(await cameOf(sites, real)).toEqual(ONE_PRIMARY);
  }),
);
