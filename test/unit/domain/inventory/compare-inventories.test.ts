import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../../../../lib/domain/inventory/compare-keys.ts';
import { unreadSlice } from '../../../../lib/domain/inventory/compare-inventories.ts';
import { InventoryLine, NAMED_KINDS } from '../../../../lib/domain/inventory/inventory-line.ts';
import { NO_COUNTS } from '../../../../lib/domain/inventory/inventory-tally.ts';
import { COMPARED, compared, endOf, ORDER, type TwoBuckets } from '../../../fakes/inventory-order.ts';
import { ANOTHER_ETAG, headOf, marker, object, WRITTEN } from '../../../fakes/listings.ts';

const A = object('a');
const YOUNG = COMPARED - 60e6;
const REPLACED = object('a', { etag: ANOTHER_ETAG, versionId: 'v-other' });
const young = object('a', { lastModified: YOUNG });

/** The one kind that a key was found to be. */
async function kindOf(buckets: TwoBuckets, order = {}): Promise<string | undefined> {
  const { counts } = endOf((await compared(buckets, order)).lines);
  const found = Object.entries(counts).flatMap(([kind, many]) => (many > 0 ? [kind] : []));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('the inventory of two buckets', () => {
  it('counts everything, and names what differs with what both sides say', async () => {
    const primary = [A, object('b', { size: 7 }), marker('c')];
    const { lines, looked } = await compared({ primary, replica: [A, marker('c'), object('d')] });
    expect(looked).toEqual(['b', 'd']);
    expect(lines.map((line) => InventoryLine.parse(line))).toEqual(lines);
    expect(lines).toMatchObject([
      { line: 'summary', side: 'primary', name: 'documents-north', objects: 2, bytes: 107, deleteMarkers: 1 },
      { line: 'summary', side: 'replica', region: 'eu-west-1', objects: 2, bytes: 200, deleteMarkers: 1 },
      { line: 'missing', key: 'b', primary: { size: 7, replicationStatus: 'COMPLETED' }, replica: null },
      { line: 'extra', key: 'd', primary: null, replica: { versionId: 'v-d' }, looked: true },
      {
        line: 'end',
        bucket: 'documents',
        after: null,
        through: null,
        counts: { ...NO_COUNTS, same: 1, gone: 1, missing: 1, extra: 1 },
        equalBy: { 'size-and-etag': 1, checksum: 0 },
        problem: null,
      },
    ]);
  });

  it.each<[kind: string, what: string, TwoBuckets]>([
    ['same', 'the same object', { primary: [A], replica: [A] }],
    [
      'other-version',
      'its content under another version',
      { primary: [A], replica: [{ ...A, versionId: 'x' }] },
    ],
    ['gone', 'a delete marker alone', { primary: [marker('a')], replica: [] }],
    ['missing', 'a copy that was made and deleted since', { primary: [young], replica: [marker('a')] }],
    [
      'missing',
      'a young object that no rule covers',
      {
        primary: [young],
        replica: [],
        heads: { a: { primary: headOf(young, { replicationStatus: null }) } },
      },
    ],
    [
      'on-its-way',
      'an object whose copy is due',
      { primary: [A], replica: [], heads: { a: { primary: headOf(A, { replicationStatus: 'PENDING' }) } } },
    ],
    [
      'failed',
      'an object whose copy was refused',
      { primary: [A], replica: [], heads: { a: { primary: headOf(A, { replicationStatus: 'FAILED' }) } } },
    ],
    [
      'same',
      'a copy that arrived behind the listing',
      { primary: [young], replica: [], heads: { a: { replica: headOf(young) } } },
    ],
    [
      'gone',
      'an object that was deleted behind it',
      { primary: [A], replica: [], heads: { a: { primary: null } } },
    ],
    ['different', 'another content', { primary: [A], replica: [REPLACED] }],
    [
      'undecided',
      'tags that say nothing',
      {
        primary: [A],
        replica: [REPLACED],
        heads: { a: { replica: headOf(REPLACED, { etagIsOpaque: true }) } },
      },
    ],
    [
      'on-its-way',
      'a version that was written between two questions',
      {
        primary: [young],
        replica: [REPLACED],
        heads: {
          a: {
            primary: headOf(young),
            replica: headOf({ ...REPLACED, lastModified: YOUNG + 1e6 }, { replicationStatus: 'REPLICA' }),
          },
        },
      },
    ],
    ['extra', "a stranger's object, however young", { primary: [], replica: [young] }],
    [
      'on-its-way',
      'a copy whose source was deleted a moment ago',
      {
        primary: [marker('a', { lastModified: YOUNG })],
        replica: [A],
        heads: { a: { replica: headOf(A, { replicationStatus: 'REPLICA' }) } },
      },
    ],
    ['extra', 'an object whose delete marker never came', { primary: [marker('a')], replica: [A] }],
  ])('finds %s: %s', async (kind, _what, buckets) => {
    expect(await kindOf(buckets)).toBe(kind);
  });

  it('keeps what the rules keep when it is deleted at the primary', async () => {
    const rules = { graceSeconds: 900, keeps: (key: string) => key === 'a' };
    expect(await kindOf({ primary: [marker('a')], replica: [A] }, { rules })).toBe('kept');
    expect(await kindOf({ primary: [marker('b')], replica: [object('b')] }, { rules })).toBe('extra');
  });

  it.each([
    ['missing', { primary: [A], replica: [] }],
    ['on-its-way', { primary: [young], replica: [] }],
    ['extra', { primary: [], replica: [young] }],
    ['on-its-way', { primary: [marker('a', { lastModified: YOUNG })], replica: [A] }],
    ['undecided', { primary: [A], replica: [REPLACED] }],
    ['different', { primary: [A], replica: [object('a', { size: 1 })] }],
  ])('goes by the listings alone where too many differ to be asked for: %s', async (kind, buckets) => {
    expect(await kindOf(buckets, { mostLooks: 0 })).toBe(kind);
  });

  it('names the first of each kind, and what has been on its way for longest of all', async () => {
    const primary = ['a', 'b', 'c'].map((key, index) => object(key, { lastModified: WRITTEN - index }));
    const pending = (object_: (typeof primary)[number]) => [
      object_.key,
      { primary: headOf(object_, { replicationStatus: 'PENDING' as const }) },
    ];
    const heads = Object.fromEntries(primary.map(pending));
    const { lines } = await compared({ primary, replica: [], heads }, { mostNamed: 1 });
    expect(lines.filter(({ line }) => line === 'on-its-way')).toMatchObject([{ key: 'a' }]);
    expect(endOf(lines)).toMatchObject({
      counts: { 'on-its-way': 3 },
      longestOnItsWay: {
        key: 'c',
        lastModified: '2026-03-01T09:59:59.999998Z',
        seenAt: '2026-03-01T11:00:00.000000Z',
      },
    });
  });

  it('ends between two batches when it is over, and says how far it came', async () => {
    const objects = ['a', 'b', 'c', 'd', 'e'].map((key) => object(key));
    const { lines } = await compared({ primary: objects, replica: objects, isOver: () => true });
    expect(endOf(lines)).toMatchObject({ through: 'c', counts: { same: 3 } });
  });

  it('says of a slice that could not be read why', () => {
    const line = unreadSlice(ORDER.slice, { problem: 'AccessDenied', at: COMPARED });
    expect(InventoryLine.parse(line)).toMatchObject({
      line: 'end',
      problem: 'AccessDenied',
      counts: NO_COUNTS,
    });
  });

  it('counts as a naive comparison does, whatever stands in the buckets', async () => {
    const side = fc.dictionary(fc.stringMatching(/^[a-f]{1,2}$/), fc.constantFrom('x', 'y', 'deleted'));
    await fc.assert(
      fc.asyncProperty(side, side, async (here, there) => {
        const { counts } = endOf((await compared({ primary: listing(here), replica: listing(there) })).lines);
        expect(counts).toEqual(naiveCounts(here, there));
      }),
    );
  });
});

type Contents = Readonly<Record<string, 'x' | 'y' | 'deleted'>>;

function listing(contents: Contents) {
  const keys = Object.keys(contents).toSorted(compareKeys);
  return keys.map((key) => {
    const content = contents[key];
    if (content === 'deleted') return marker(key);
    return content === 'x' ? object(key) : object(key, { etag: ANOTHER_ETAG });
  });
}

function naiveCounts(here: Contents, there: Contents) {
  const counts = { ...NO_COUNTS };
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const [ours, theirs] = [here[key] ?? 'deleted', there[key] ?? 'deleted'];
    if (ours === theirs) counts[ours === 'deleted' ? 'gone' : 'same'] += 1;
    else if (ours === 'deleted') counts.extra += 1;
    else counts[theirs === 'deleted' ? 'missing' : 'different'] += 1;
  }
  expect(NAMED_KINDS.every((kind) => kind in counts)).toBe(true);
  return counts;
}
