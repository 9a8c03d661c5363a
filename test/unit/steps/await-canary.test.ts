import { describe, expect, it } from 'vitest';
import { BucketRefused, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import type { ObjectHead, ReplicationStatus } from '../../../lib/domain/inventory/listed-object.ts';
import type { ObjectRef } from '../../../lib/ports/buckets.ts';
import { makeAwaitCanary } from '../../../lib/steps/await-canary.ts';
import { bucketEvent, CANARY_KEY, makeBucketWorld, SENT } from '../../fakes/bucket-world.ts';
import { CHECKSUM, PAIR } from '../../fakes/fake-buckets.ts';
import { headOf, object } from '../../fakes/listings.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { changesOf } from '../../fakes/step-world.ts';

const event = bucketEvent('AwaitCanary', { SendCanary: SENT });
const PROGRESS = 'runs/run-1/canary.json';

function canary(replicationStatus: ReplicationStatus | null, more: Partial<ObjectHead> = {}): ObjectHead {
  return headOf(object(CANARY_KEY, { versionId: 'v1' }), { checksum: CHECKSUM, replicationStatus, ...more });
}

/** A world in which the copy is made so many seconds after noon. */
function arrivingAfter(seconds: number, before: ReplicationStatus | null = 'PENDING') {
  const world = makeBucketWorld();
  const head = async ({ bucket }: ObjectRef) => {
    const isThere = world.clock.now() >= NOON + seconds * 1e6;
    if (bucket === PAIR.primary) return canary(isThere ? 'COMPLETED' : before);
    return isThere ? canary('REPLICA') : null;
  };
  return { ...world, buckets: { ...world.buckets, head } };
}

describe('AwaitCanary', () => {
  it('says between which looks a canary came, and what stood there then', async () => {
    const world = arrivingAfter(0.12);
    const { outcome } = await world.clock.drive(makeAwaitCanary(world)(event));
    expect(outcome).toEqual({
      canaries: [
        {
          id: 'documents',
          lastUnseenAt: '2026-03-01T12:00:00.100000Z',
          seenAt: '2026-03-01T12:00:00.150000Z',
          completedAt: '2026-03-01T12:00:00.150000Z',
          replica: { versionId: 'v1', size: 100, checksum: CHECKSUM },
          sourceStatus: 'COMPLETED',
          lookedAt: '2026-03-01T12:00:00.150000Z',
          problem: null,
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('waits on while the copy is there and the source does not say so yet', async () => {
    const world = arrivingAfter(0);
    let looks = 0;
    const head = async ({ bucket }: ObjectRef) => {
      if (bucket === PAIR.replica) return canary('REPLICA');
      looks += 1;
      return canary(looks < 3 ? 'PENDING' : 'COMPLETED');
    };
    const later = { ...world, buckets: { ...world.buckets, head } };
    const { outcome } = await world.clock.drive(makeAwaitCanary(later)(event));
    expect(outcome).toMatchObject({
      canaries: [
        {
          lastUnseenAt: null,
          seenAt: '2026-03-01T12:00:00.000000Z',
          completedAt: '2026-03-01T12:00:00.100000Z',
        },
      ],
    });
  });

  it('is pending after a minute of watching, and keeps what it has seen for the next call', async () => {
    const world = arrivingAfter(100);
    const wait = makeAwaitCanary(world);
    await expect(world.clock.drive(wait(event))).rejects.toMatchObject({
      name: 'CanaryPending',
      message:
        'documents: saw no canary on the replica, or none that is replicated, after 60 s of watching; expected one within 900 s of its writing',
    });
    expect(changesOf(world)).toEqual([`objects.put ${PROGRESS}`]);
    const [kept] = JSON.parse(world.objects.stored()[PROGRESS] ?? '').canaries;
    await world.clock.advance(60_000);
    const { outcome } = await world.clock.drive(wait({ ...event, attempt: 1 }));
    expect(outcome).toMatchObject({
      canaries: [{ lastUnseenAt: kept.lastUnseenAt, seenAt: expect.stringMatching(/T12:02:0/) }],
    });
  });

  it('answers with one that is late, after a look that began behind its deadline', async () => {
    const world = arrivingAfter(60);
    const soon = bucketEvent('AwaitCanary', { SendCanary: SENT }, { canaryTimeoutSeconds: 2 });
    const { outcome } = await world.clock.drive(makeAwaitCanary(world)(soon));
    const late = { seenAt: null, completedAt: null, sourceStatus: 'PENDING', replica: null };
    expect(outcome).toMatchObject({ canaries: [late] });
    const [{ lastUnseenAt }] = Object(outcome).canaries;
    expect(lastUnseenAt > '2026-03-01T12:00:02.005000Z').toBe(true);
    expect(lastUnseenAt < '2026-03-01T12:00:02.100000Z').toBe(true);
  });

  it.each([
    ['version', { versionId: 'v2' }],
    ['size', { size: 99 }],
    ['checksum', { checksum: { ...CHECKSUM, value: 'other' } }],
    ['any checksum', { checksum: null }],
  ])('takes nothing for it that differs in %s', async (_what, more) => {
    const world = arrivingAfter(0);
    const head = async ({ bucket }: ObjectRef) =>
      bucket === PAIR.primary ? canary('COMPLETED') : canary('REPLICA', more);
    const soon = bucketEvent('AwaitCanary', { SendCanary: SENT }, { canaryTimeoutSeconds: 1 });
    const other = { ...world, buckets: { ...world.buckets, head } };
    const { outcome } = await world.clock.drive(makeAwaitCanary(other)(soon));
    expect(outcome).toMatchObject({ canaries: [{ seenAt: null, replica: { ...more } }] });
  });

  it('waits no longer for one that S3 has given up, or that no rule covers', async () => {
    const failed = arrivingAfter(60, 'FAILED');
    const { outcome } = await failed.clock.drive(makeAwaitCanary(failed)(event));
    expect(outcome).toMatchObject({ canaries: [{ sourceStatus: 'FAILED', seenAt: null }] });
    expect(failed.clock.now()).toBe(NOON);
    const uncovered = arrivingAfter(60, null);
    const answer = await uncovered.clock.drive(makeAwaitCanary(uncovered)(event));
    expect(answer.outcome).toMatchObject({ canaries: [{ sourceStatus: null, seenAt: null }] });
    expect(uncovered.clock.now()).toBeLessThan(NOON + 32e6);
  });

  it('takes silence for no answer, and a refusal for one', async () => {
    const world = arrivingAfter(0);
    const throttled = new ThrottledUnknown({ subject: 's', seen: 'SlowDown', limit: 'an answer' });
    const answers = [throttled];
    const head = async (ref: ObjectRef) => {
      const failure = answers.shift();
      if (failure) throw failure;
      return world.buckets.head(ref);
    };
    const slow = { ...world, buckets: { ...world.buckets, head } };
    const { outcome } = await world.clock.drive(makeAwaitCanary(slow)(event));
    expect(outcome).toMatchObject({ canaries: [{ seenAt: '2026-03-01T12:00:00.050000Z' }] });
    const refused = new BucketRefused({ subject: 's', seen: 'Forbidden: no', limit: 'an answer' });
    const closed = { ...world, buckets: { ...world.buckets, head: () => Promise.reject(refused) } };
    const answer = await world.clock.drive(makeAwaitCanary(closed)(event));
    expect(answer.outcome).toMatchObject({ canaries: [{ problem: 'Forbidden: no', lookedAt: null }] });
  });
});
