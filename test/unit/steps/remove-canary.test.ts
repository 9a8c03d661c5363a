import { describe, expect, it } from 'vitest';
import { BucketRefused } from '../../../lib/domain/failure.ts';
import type { ObjectRef } from '../../../lib/ports/buckets.ts';
import { makeRemoveCanary } from '../../../lib/steps/remove-canary.ts';
import { bucketEvent, CANARY_KEY, makeBucketWorld } from '../../fakes/bucket-world.ts';
import { PAIR } from '../../fakes/fake-buckets.ts';
import { headOf, object } from '../../fakes/listings.ts';
import { finishing } from '../../fakes/step-event.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { changesOf, superseded } from '../../fakes/step-world.ts';

const event = bucketEvent('RemoveCanary');
const SOURCE = headOf(object(CANARY_KEY));
const COPY = headOf(object(CANARY_KEY), { replicationStatus: 'REPLICA' });
const REMOVALS = [
  `buckets.removeVersions documents-north/${CANARY_KEY}`,
  `buckets.removeVersions documents-west/${CANARY_KEY}`,
];
const gone = (removed: number) => ({ removed, left: 0, problem: null });

describe('RemoveCanary', () => {
  it('removes the canary on both sides, the source first, and leaves everything else', async () => {
    const other = headOf(object('a'));
    const world = makeBucketWorld({ [PAIR.primary]: [SOURCE, other], [PAIR.replica]: [COPY] });
    const { outcome } = await makeRemoveCanary(world)(event);
    expect(outcome).toEqual({
      buckets: [{ id: 'documents', key: CANARY_KEY, wasPending: false, primary: gone(1), replica: gone(1) }],
    });
    expect(changesOf(world)).toEqual(REMOVALS);
    expect(world.buckets.contents.get(PAIR.primary)).toEqual([other]);
  });

  it('is done where none was sent, or all were removed', async () => {
    const { outcome } = await makeRemoveCanary(makeBucketWorld())(event);
    expect(outcome).toMatchObject({ buckets: [{ primary: gone(0), replica: gone(0) }] });
  });

  it('looks on where a copy was still due, until that has landed', async () => {
    const pending = headOf(object(CANARY_KEY), { replicationStatus: 'PENDING' });
    const world = makeBucketWorld({ [PAIR.primary]: [pending] });
    const removeVersions = async (ref: ObjectRef) => {
      if (ref.bucket === PAIR.replica && world.clock.now() >= NOON + 1e6) return { removed: 1, left: 0 };
      return world.buckets.removeVersions(ref);
    };
    const later = { ...world, buckets: { ...world.buckets, removeVersions } };
    const { outcome } = await world.clock.drive(makeRemoveCanary(later)(event));
    expect(outcome).toMatchObject({ buckets: [{ wasPending: true, replica: gone(1) }] });
    expect(world.clock.now()).toBe(NOON + 1e6);
  });

  it('says which it could not remove, and fails of nothing', async () => {
    const world = makeBucketWorld();
    const refused = new BucketRefused({ subject: 's3://b', seen: 'AccessDenied: held', limit: 'an answer' });
    const buckets = { ...world.buckets, removeVersions: () => Promise.reject(refused) };
    const { outcome } = await makeRemoveCanary({ ...world, buckets })(event);
    const problem = 's3://b: saw AccessDenied: held; expected an answer';
    expect(outcome).toMatchObject({ buckets: [{ primary: { problem }, replica: { problem } }] });
  });

  it('removes nothing for a run that a later one has superseded', async () => {
    const world = makeBucketWorld();
    const later = { ...world, locks: superseded(world).locks };
    await expect(makeRemoveCanary(later)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
  });

  it('removes them all the same where that run had ended, and is being finished', async () => {
    const world = makeBucketWorld({ [PAIR.primary]: [SOURCE], [PAIR.replica]: [COPY] });
    const later = { ...world, locks: superseded(world).locks };
    await makeRemoveCanary(later)(finishing(event));
    expect(changesOf(world)).toEqual(REMOVALS);
  });
});
