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
});
