import { describe, expect, it } from 'vitest';
import { unreadSlice } from '../../../../../lib/domain/inventory/compare-inventories.ts';
import { inventoryResult } from '../../../../../lib/domain/inventory/inventory-result.ts';
import {
  inventoryFindings,
  judgeInventories,
} from '../../../../../lib/domain/judge/buckets/judge-inventory.ts';
import { bucketFacts } from '../../../../fakes/bucket-facts.ts';
import { PAIR } from '../../../../fakes/fake-buckets.ts';
import { COMPARED, compared, ORDER, type TwoBuckets } from '../../../../fakes/inventory-order.ts';
import { ANOTHER_ETAG, headOf, marker, object } from '../../../../fakes/listings.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((key) => object(key));
const ALL = [A, B, C, D].flatMap((one) => (one ? [one] : []));
const RPO = 300;

async function judged(buckets: TwoBuckets) {
  const { lines } = await compared(buckets);
  return judgeInventories([PAIR], bucketFacts({}, lines).inventory, RPO)[0];
}

function pendingFor(seconds: number): TwoBuckets {
  const late = object('late', { lastModified: COMPARED - seconds * 1e6 });
  const heads = { late: { primary: headOf(late, { replicationStatus: 'PENDING' }) } };
  return { primary: [...ALL, late], replica: ALL, heads };
}

describe('the inventory of a pair of buckets', () => {
  it('is met when both hold the same, and says what that rests on', async () => {
    expect(await judged({ primary: ALL, replica: ALL })).toEqual({
      bucket: 'documents',
      verdict: 'met',
      reason: 'documents: 4 objects the same on both sides (4 by size and entity tag, 0 by checksum)',
    });
  });

  it.each<[words: string, buckets: TwoBuckets]>([
    ['4 objects not on the replica: "a", "b", "c", and 1 more', { primary: ALL, replica: [] }],
    ['1 object on the replica only: "a"', { primary: [], replica: ALL.slice(0, 1) }],
    [
      '1 object different on the replica: "a"',
      { primary: ALL.slice(0, 1), replica: [object('a', { etag: ANOTHER_ETAG })] },
    ],
    [
      '1 object given up by replication (FAILED): "a"',
      {
        primary: ALL.slice(0, 1),
        replica: [],
        heads: { a: { primary: headOf(object('a'), { replicationStatus: 'FAILED' }) } },
      },
    ],
  ])('is missed: %s', async (words, buckets) => {
    expect(await judged(buckets)).toEqual({
      bucket: 'documents',
      verdict: 'missed',
      reason: `documents: ${words}`,
    });
  });

  it('is inconclusive where tags say nothing of the content', async () => {
    const other = object('a', { etag: '"0123456789abcdef0123456789abcdef-2"' });
    expect(await judged({ primary: ALL.slice(0, 1), replica: [other] })).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'documents: of 1 object neither entity tag nor checksum says whether the content is the same: "a"',
    });
  });

  it('counts what is on its way against the objective, to the second that S3 keeps', async () => {
    expect(await judged(pendingFor(100))).toMatchObject({ verdict: 'met' });
    expect(await judged(pendingFor(300.5))).toMatchObject({ verdict: 'inconclusive' });
    expect(await judged(pendingFor(400))).toEqual({
      bucket: 'documents',
      verdict: 'missed',
      reason:
        'documents: 1 object on the way, "late" for longest: 6 min 39 s to 6 min 40 s (objective 5 min)',
    });
  });

  it('is inconclusive where a bucket was not read, or not compared at all', async () => {
    const unread = unreadSlice(ORDER.slice, { problem: 'AccessDenied: no', at: COMPARED });
    expect(judgeInventories([PAIR, { ...PAIR, id: 'pictures' }], [unread], RPO)).toEqual([
      {
        bucket: 'documents',
        verdict: 'inconclusive',
        reason: 'documents was not compared: AccessDenied: no',
      },
      { bucket: 'pictures', verdict: 'inconclusive', reason: 'pictures was not compared' },
    ]);
  });

  it('is missed of a difference that was seen, though not everything was read', async () => {
    const { lines } = await compared({ primary: ALL, replica: [], isOver: () => true });
    expect(judgeInventories([PAIR], lines, RPO)[0]?.verdict).toBe('missed');
  });

  it('names the keys of each difference under that difference', async () => {
    const changed = object('b', { etag: ANOTHER_ETAG });
    const replica = [changed, ...ALL.slice(2), object('z')];
    expect(await judged({ primary: ALL, replica })).toEqual({
      bucket: 'documents',
      verdict: 'missed',
      reason:
        'documents: 1 object not on the replica: "a"; documents: 1 object different on the replica: "b"; documents: 1 object on the replica only: "z"',
    });
  });

  it('counts an object under another version among those that are the same', async () => {
    const put = { ...object('a'), versionId: 'other' };
    expect(await judged({ primary: ALL, replica: [put, ...ALL.slice(1)] })).toEqual({
      bucket: 'documents',
      verdict: 'met',
      reason: 'documents: 4 objects the same on both sides (4 by size and entity tag, 0 by checksum)',
    });
  });

  it('comes with what a reader should know beside', async () => {
    const pending = pendingFor(100);
    const { lines } = await compared(
      {
        ...pending,
        primary: [marker('0'), ...pending.primary],
        replica: [object('0'), { ...object('a'), versionId: 'other' }, ...ALL.slice(1)],
      },
      { rules: { graceSeconds: 900, keeps: () => true } },
    );
    expect(inventoryFindings(inventoryResult(lines))).toEqual([
      'documents: 1 object on the way to the replica.',
      'documents: 1 object the same on both sides under another version: put there by something else than replication.',
      'documents: 1 object deleted at the primary and kept by the replica.',
    ]);
  });
});
