import { describe, expect, it } from 'vitest';
import { InventoryLine } from '../../../lib/domain/inventory/inventory-line.ts';
import { inventoryResult } from '../../../lib/domain/inventory/inventory-result.ts';
import { makeCompareInventories } from '../../../lib/steps/compare-inventories.ts';
import { joinRaw } from '../../../lib/steps/step/raw-files.ts';
import { bucketEvent, CANARY_KEY, makeBucketWorld } from '../../fakes/bucket-world.ts';
import { PAIR } from '../../fakes/fake-buckets.ts';
import { headOf, object } from '../../fakes/listings.ts';
import { changesOf } from '../../fakes/step-world.ts';

const event = bucketEvent('CompareInventories');
const FIVE = ['a', 'b', 'c', 'd', 'e'].map((key) => headOf(object(key)));
const PART = 'objects.put runs/run-1/raw/inventory.ndjson/documents';

type World = ReturnType<typeof makeBucketWorld>;

async function resultOf({ objects }: World) {
  const text = await joinRaw(objects, 'run-1', 'inventory.ndjson');
  const lines = (text ?? '').trimEnd().split('\n');
  return inventoryResult(lines.map((line) => InventoryLine.parse(JSON.parse(line))));
}

describe('CompareInventories', () => {
  it('leaves lines of what differs between the two buckets, canaries apart', async () => {
    const world = makeBucketWorld({
      [PAIR.primary]: [...FIVE, headOf(object(CANARY_KEY))],
      [PAIR.replica]: FIVE.slice(1),
    });
    const { outcome } = await makeCompareInventories(world)(event);
    expect(outcome).toEqual({ buckets: [{ id: 'documents', slices: 1 }] });
    expect(await resultOf(world)).toMatchObject([
      {
        unread: null,
        primary: { name: 'documents-north', region: 'eu-north-1', objects: 5 },
        counts: { same: 4, missing: 1 },
        named: [{ line: 'missing', key: 'a', looked: true }],
      },
    ]);
    expect(changesOf(world)).toEqual([`${PART}/000000.ndjson`]);
  });

  it('asks for the source before it asks for the replica', async () => {
    const world = makeBucketWorld({ [PAIR.primary]: FIVE.slice(0, 1) });
    await makeCompareInventories(world)(event);
    expect(world.journal.filter((line) => line.startsWith('buckets.head'))).toEqual([
      'buckets.head documents-north/a',
      'buckets.head documents-west/a',
    ]);
  });

  it('goes on behind the last key with the next call when its time is over', async () => {
    const world = makeBucketWorld({ [PAIR.primary]: FIVE, [PAIR.replica]: FIVE.slice(0, 4) });
    const objects: typeof world.buckets.objects = async function* (ref, after) {
      for await (const page of world.buckets.objects(ref, after)) {
        if (ref.bucket === PAIR.primary) await world.clock.advance(110_000);
        yield page;
      }
    };
    const compare = makeCompareInventories({ ...world, buckets: { ...world.buckets, objects } });
    await expect(compare(event)).rejects.toMatchObject({
      name: 'InventoryPending',
      message: 'documents: saw keys behind "d"; expected all keys compared within 200 s',
    });
    const { outcome } = await compare({ ...event, attempt: 1 });
    expect(outcome).toEqual({ buckets: [{ id: 'documents', slices: 2 }] });
    expect(world.journal).toContain('buckets.objects eu-north-1/documents-north behind d');
    expect(await resultOf(world)).toMatchObject([
      { unread: null, primary: { objects: 5 }, counts: { same: 4, missing: 1 } },
    ]);
    expect(changesOf(world)).toEqual([`${PART}/000000.ndjson`, `${PART}/000001.ndjson`]);
    await compare({ ...event, attempt: 2 });
    expect(changesOf(world)).toHaveLength(2);
  });

  it('says why where a bucket is missing', async () => {
    const world = makeBucketWorld();
    world.buckets.contents.delete(PAIR.replica);
    await makeCompareInventories(world)(event);
    expect(await resultOf(world)).toMatchObject([
      { unread: 's3://documents-west: saw no such bucket; expected a bucket' },
    ]);
  });

  it('takes young objects for late only behind the grace that its input gives', async () => {
    const young = [headOf(object('a'), { replicationStatus: 'REPLICA' })];
    const world = makeBucketWorld({ [PAIR.replica]: young });
    await makeCompareInventories(world)(
      bucketEvent('CompareInventories', {}, { inventoryGraceSeconds: 9_000 }),
    );
    expect(await resultOf(world)).toMatchObject([{ counts: { 'on-its-way': 1 } }]);
    const later = makeBucketWorld({ [PAIR.replica]: young });
    await makeCompareInventories(later)(event);
    expect(await resultOf(later)).toMatchObject([{ counts: { extra: 1 } }]);
  });
});
