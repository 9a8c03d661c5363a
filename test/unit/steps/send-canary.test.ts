import { describe, expect, it } from 'vitest';
import { BucketRefused } from '../../../lib/domain/failure.ts';
import { makeSendCanary } from '../../../lib/steps/send-canary.ts';
import { bucketEvent, CANARY_KEY, makeBucketWorld, SENT } from '../../fakes/bucket-world.ts';
import { PAIR } from '../../fakes/fake-buckets.ts';
import { changesOf, superseded } from '../../fakes/step-world.ts';

const event = bucketEvent('SendCanary');
const PUT = `buckets.putCanary documents-north/${CANARY_KEY} of run-1`;

describe('SendCanary', () => {
  it('writes one object of the run into each primary bucket, behind its intent', async () => {
    const world = makeBucketWorld();
    const { outcome } = await makeSendCanary(world)(event);
    const [canary] = SENT.canaries;
    expect(outcome).toEqual({ canaries: [{ ...canary, versionId: expect.any(String) }], refused: [] });
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append SendCanary/0/intent',
    ]);
    expect(changesOf(world)).toEqual([PUT]);
  });

  it('writes a version more when it is made again, and answers with that one', async () => {
    const world = makeBucketWorld();
    const send = makeSendCanary(world);
    const [first, second] = [await send(event), await send({ ...event, attempt: 1 })];
    expect(second.outcome).not.toEqual(first.outcome);
    const newest = world.buckets.contents.get(PAIR.primary)?.[0]?.versionId;
    expect(second.outcome).toMatchObject({ canaries: [{ versionId: newest }] });
  });

  it('says which pair took none, and why', async () => {
    const world = makeBucketWorld();
    const refused = new BucketRefused({ subject: 's', seen: 'AccessDenied: no', limit: 'an answer' });
    const buckets = { ...world.buckets, putCanary: () => Promise.reject(refused) };
    const { outcome } = await makeSendCanary({ ...world, buckets })(event);
    expect(outcome).toEqual({ canaries: [], refused: [{ id: 'documents', problem: 'AccessDenied: no' }] });
  });

  it('writes nothing for a run that a later one has superseded', async () => {
    const world = makeBucketWorld();
    const later = { ...world, locks: superseded(world).locks };
    await expect(makeSendCanary(later)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
  });

  it('has nothing to announce where a plan names no buckets', async () => {
    const world = makeBucketWorld();
    const { outcome } = await makeSendCanary(world)(bucketEvent('SendCanary', {}, { buckets: [] }));
    expect(outcome).toEqual({ canaries: [], refused: [] });
    expect(world.journal).toEqual(['record.append SendCanary/0/outcome']);
  });
});
