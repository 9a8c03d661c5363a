import { describe, expect, it } from 'vitest';
import { judgeCanaries, judgeCanaryRemoval } from '../../../../../lib/domain/judge/buckets/judge-canary.ts';
import type { CanarySighting, RemovedCanary } from '../../../../../lib/domain/record/bucket-outcomes.ts';
import { bucketFacts } from '../../../../fakes/bucket-facts.ts';
import { CANARY_KEY, SENT } from '../../../../fakes/bucket-world.ts';
import { CHECKSUM, PAIR } from '../../../../fakes/fake-buckets.ts';

const LIMITS = { timeoutSeconds: 900, rpoSeconds: 300 };
const at = (time: string) => `2026-03-01T${time}Z`;

const ARRIVED: CanarySighting = {
  id: 'documents',
  lastUnseenAt: at('12:00:01.005000'),
  seenAt: at('12:00:01.500000'),
  completedAt: at('12:00:01.500000'),
  replica: { versionId: 'v1', size: 100, checksum: CHECKSUM },
  sourceStatus: 'COMPLETED',
  lookedAt: at('12:00:01.450000'),
  problem: null,
};
const UNSEEN = { seenAt: null, completedAt: null, replica: null, sourceStatus: 'PENDING' } as const;

function judged(more: Partial<CanarySighting>, limits = LIMITS) {
  const AwaitCanary = { canaries: [{ ...ARRIVED, ...more }] };
  return judgeCanaries([PAIR], bucketFacts({ SendCanary: SENT, AwaitCanary }), limits)[0];
}

describe('a canary', () => {
  it('is met when the latest that it may have come is within the objective', () => {
    expect(judged({})).toEqual({
      bucket: 'documents',
      verdict: 'met',
      reason: "documents's canary took 1 s to 1.5 s (objective 5 min)",
    });
    expect(judged({ lastUnseenAt: null })?.reason).toContain('0 s to 1.5 s');
  });

  it.each([
    ['inconclusive', 'an objective between the two looks', {}, { timeoutSeconds: 900, rpoSeconds: 1.2 }],
    ['missed', 'an objective before the last look without it', {}, { timeoutSeconds: 900, rpoSeconds: 0.5 }],
    ['missed', "a plan's limit that is tighter", {}, { timeoutSeconds: 0.5, rpoSeconds: 300 }],
    ['inconclusive', 'a source that never said so', { completedAt: null, sourceStatus: 'PENDING' }, LIMITS],
    ['missed', 'a status of FAILED', { ...UNSEEN, sourceStatus: 'FAILED' }, LIMITS],
    [
      'missed',
      'something else on the replica',
      {
        ...ARRIVED,
        ...UNSEEN,
        sourceStatus: 'COMPLETED',
        replica: { versionId: 'v2', size: 1, checksum: null },
      },
      LIMITS,
    ],
    ['missed', 'none behind the limit', { ...UNSEEN, lastUnseenAt: at('12:05:01.000000') }, LIMITS],
    ['inconclusive', 'none, and no look behind the limit', { ...UNSEEN }, LIMITS],
    ['inconclusive', 'no rule that covers it', { ...UNSEEN, sourceStatus: null }, LIMITS],
    ['inconclusive', 'a refusal', { ...UNSEEN, problem: 'Forbidden' }, LIMITS],
  ] as const)('is %s of %s', (...[verdict, , more, limits]) => {
    expect(judged(more, limits)?.verdict).toBe(verdict);
  });

  it('says what was seen of one that never came', () => {
    expect(judged({ ...UNSEEN, lastUnseenAt: at('12:15:00.006000') })).toMatchObject({
      verdict: 'missed',
      reason: "documents's canary had not arrived 15 min after its writing",
    });
    expect(judged({ ...UNSEEN, sourceStatus: null })?.reason).toBe(
      'no replication rule of documents covers its canary',
    );
  });

  it.each([
    ['documents was sent no canary', {}],
    [
      'documents took no canary: AccessDenied',
      { SendCanary: { canaries: [], refused: [{ id: 'documents', problem: 'AccessDenied' }] } },
    ],
    ["it is not known what became of documents's canary", { SendCanary: SENT }],
  ])('is inconclusive: %s', (reason, outcomes) => {
    expect(judgeCanaries([PAIR], bucketFacts(outcomes), LIMITS)).toEqual([
      { bucket: 'documents', verdict: 'inconclusive', reason },
    ]);
  });
});

describe('the reason of a canary', () => {
  const other = { versionId: 'v2', size: 1, checksum: null };

  it.each([
    [
      'inconclusive',
      "documents's canary arrived, but its source says PENDING and never said that it was replicated",
      { completedAt: null, sourceStatus: 'PENDING' },
    ],
    [
      'inconclusive',
      "documents's canary arrived, but its source says nothing and never said that it was replicated",
      { completedAt: null, sourceStatus: null },
    ],
    [
      'missed',
      "documents's canary was not replicated: S3 gave it up as FAILED",
      { ...UNSEEN, sourceStatus: 'FAILED' },
    ],
    [
      'missed',
      "documents's canary arrived as something else than was sent",
      { ...UNSEEN, sourceStatus: 'COMPLETED', replica: other },
    ],
    [
      'inconclusive',
      "documents's canary could not be looked for: Forbidden",
      { ...UNSEEN, problem: 'Forbidden' },
    ],
    [
      'inconclusive',
      "documents's canary had not arrived 0 s after its writing, and was waited for no longer",
      { ...UNSEEN, lastUnseenAt: null },
    ],
    [
      'inconclusive',
      "documents's canary had not arrived 5 min after its writing, and was waited for no longer",
      { ...UNSEEN, lastUnseenAt: at('12:05:00.005000') },
    ],
    [
      'inconclusive',
      "documents's canary had not arrived 1 s after its writing, and was waited for no longer",
      { ...UNSEEN, sourceStatus: 'PENDING', replica: other },
    ],
    [
      'inconclusive',
      "documents's canary had not arrived 1 s after its writing, and was waited for no longer",
      { ...UNSEEN, sourceStatus: 'COMPLETED', replica: null },
    ],
  ] as const)('is %s: %s', (verdict, reason, more) => {
    expect(judged(more)).toEqual({ bucket: 'documents', verdict, reason });
  });

  it('is of its own pair, and of no other', () => {
    const outcomes = {
      SendCanary: {
        canaries: [...SENT.canaries],
        refused: [{ id: 'pictures', problem: 'AccessDenied' }],
      },
      AwaitCanary: { canaries: [ARRIVED] },
    };
    const pairs = ['bets', 'pictures', 'documents'].map((id) => ({ ...PAIR, id }));
    expect(judgeCanaries(pairs, bucketFacts(outcomes), LIMITS)).toMatchObject([
      { bucket: 'bets', reason: 'bets was sent no canary' },
      { bucket: 'pictures', reason: 'pictures took no canary: AccessDenied' },
      { bucket: 'documents', verdict: 'met' },
    ]);
  });

  it('is not that of another pair where nobody looked for it', () => {
    const [documents] = SENT.canaries;
    if (!documents) throw new Error('the fixture has no canary');
    const outcomes = {
      SendCanary: { canaries: [{ ...documents, id: 'bets' }], refused: [] },
      AwaitCanary: { canaries: [ARRIVED] },
    };
    expect(judgeCanaries([{ ...PAIR, id: 'bets' }], bucketFacts(outcomes), LIMITS)).toEqual([
      {
        bucket: 'bets',
        verdict: 'inconclusive',
        reason: "it is not known what became of bets's canary",
      },
    ]);
  });
});

describe('the removal of a canary', () => {
  const gone = { removed: 1, left: 0, problem: null };
  const removed = (more: Partial<RemovedCanary> = {}) =>
    bucketFacts({
      RemoveCanary: {
        buckets: [
          { id: 'documents', key: CANARY_KEY, wasPending: false, primary: gone, replica: gone, ...more },
        ],
      },
    });

  it.each([
    ['met', "documents's canary is gone on both sides", removed()],
    ['met', "documents's canary is gone on both sides", removed({ wasPending: true })],
    [
      'inconclusive',
      "the copy of documents's canary was still due when its source was removed",
      removed({ wasPending: true, replica: { ...gone, removed: 0 } }),
    ],
    [
      'missed',
      `left behind: 1 of documents's canary ${CANARY_KEY}`,
      removed({ replica: { ...gone, left: 1 } }),
    ],
    [
      'inconclusive',
      "whether documents's canary is gone could not be asked: TimeoutError",
      removed({ primary: { removed: 0, left: 0, problem: 'TimeoutError' } }),
    ],
    ['inconclusive', "it is not known whether documents's canary is gone", bucketFacts({})],
  ])('is %s: %s', (verdict, reason, facts) => {
    expect(judgeCanaryRemoval([PAIR], facts)).toEqual([{ bucket: 'documents', verdict, reason }]);
  });

  it('names every problem, and is not that of another pair', () => {
    const problem = { removed: 0, left: 0, problem: 'TimeoutError' };
    const facts = removed({ primary: problem, replica: { ...problem, problem: 'AccessDenied' } });
    const finding = {
      bucket: 'documents',
      verdict: 'inconclusive',
      reason: "whether documents's canary is gone could not be asked: TimeoutError; AccessDenied",
    };
    expect(judgeCanaryRemoval([PAIR], facts)).toEqual([finding]);
    expect(judgeCanaryRemoval([{ ...PAIR, id: 'bets' }], facts)).toEqual([
      {
        bucket: 'bets',
        verdict: 'inconclusive',
        reason: "it is not known whether bets's canary is gone",
      },
    ]);
  });
});
