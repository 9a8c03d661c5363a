import { describe, expect, it } from 'vitest';
import { BucketRefused, RegionUnreachable } from '../../../lib/domain/failure.ts';
import { makeInspectBuckets } from '../../../lib/steps/inspect-buckets.ts';
import { bucketEvent, makeBucketWorld } from '../../fakes/bucket-world.ts';
import { PAIR, SETTINGS } from '../../fakes/fake-buckets.ts';
import { headOf, marker, object } from '../../fakes/listings.ts';
import { changesOf } from '../../fakes/step-world.ts';

const event = bucketEvent('InspectBuckets');
const HELD = [object('a'), object('b', { size: 7 }), marker('c')].map((one) => headOf(one));

describe('InspectBuckets', () => {
  it('says of both sides how they are set and how much they hold, and changes nothing', async () => {
    const world = makeBucketWorld({ [PAIR.primary]: HELD });
    const { outcome } = await makeInspectBuckets(world)(event);
    const contents = { bytes: 0, deleteMarkers: 0, objects: 0, complete: true };
    const side = { exists: true, settings: SETTINGS, problem: null };
    expect(outcome).toEqual({
      buckets: [
        {
          id: 'documents',
          primary: {
            ...side,
            name: 'documents-north',
            region: 'eu-north-1',
            contents: { ...contents, objects: 2, bytes: 107, deleteMarkers: 1 },
          },
          replica: { ...side, name: 'documents-west', region: 'eu-west-1', contents },
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('says that there is no such bucket, and what S3 refuses, of one side without the other', async () => {
    const world = makeBucketWorld();
    world.buckets.contents.delete(PAIR.replica);
    const denied = new BucketRefused({ subject: 's', seen: 'AccessDenied: no', limit: 'an answer' });
    const settings = async (ref: { bucket: string; region: string }) => {
      if (ref.bucket === PAIR.primary) throw denied;
      return world.buckets.settings(ref);
    };
    const { outcome } = await makeInspectBuckets({ ...world, buckets: { ...world.buckets, settings } })(
      event,
    );
    const unknown = { settings: null, contents: null };
    expect(outcome).toMatchObject({
      buckets: [
        {
          primary: { ...unknown, exists: true, problem: 'AccessDenied: no' },
          replica: { ...unknown, exists: false, problem: 'no such bucket' },
        },
      ],
    });
  });

  it('says so when a bucket holds more than can be counted in its time', async () => {
    const world = makeBucketWorld();
    const objects = async function* () {
      for (let page = 0; ; page += 1) {
        await world.clock.advance(50_000);
        yield [object(`key-${page}`)];
      }
    };
    const slow = { ...world, buckets: { ...world.buckets, objects } };
    const { outcome } = await makeInspectBuckets(slow)(event);
    expect(outcome).toMatchObject({
      buckets: [{ primary: { contents: { complete: false, objects: expect.any(Number) } } }],
    });
  });

  it('fails, to be tried again, when a region cannot be reached', async () => {
    const world = makeBucketWorld();
    const gone = new RegionUnreachable({ subject: 's', seen: 'TimeoutError', limit: 'an answer' });
    const settings = () => Promise.reject(gone);
    const buckets = { ...world.buckets, settings };
    await expect(makeInspectBuckets({ ...world, buckets })(event)).rejects.toBe(gone);
  });
});
