import { describe, expect, it } from 'vitest';
import { unreadSlice } from '../../../../lib/domain/inventory/compare-inventories.ts';
import { inventoryResult } from '../../../../lib/domain/inventory/inventory-result.ts';
import { COMPARED, compared, ORDER } from '../../../fakes/inventory-order.ts';
import { object } from '../../../fakes/listings.ts';

const objects = ['a', 'b', 'c', 'd', 'e'].map((key) => object(key));
const slice = (number: number, after: string | null) => ({ bucket: 'documents', slice: number, after });

async function twoSlices() {
  const first = await compared({ primary: objects, replica: objects, isOver: () => true });
  const rest = objects.slice(3);
  const second = await compared({ primary: rest, replica: [] }, { slice: slice(1, 'c') });
  return [first.lines, second.lines] as const;
}

describe('what an inventory comes to', () => {
  it('is the sum of its slices', async () => {
    expect(inventoryResult((await twoSlices()).flat())).toMatchObject([
      {
        bucket: 'documents',
        unread: null,
        primary: { name: 'documents-north', objects: 5, bytes: 500 },
        replica: { objects: 3, bytes: 300 },
        counts: { same: 3, missing: 2 },
        equalBy: { 'size-and-etag': 3 },
        named: [{ key: 'd' }, { key: 'e' }],
      },
    ]);
  });

  it('keeps pairs of buckets apart', async () => {
    const { lines } = await compared({ primary: objects, replica: objects });
    const others = lines.map((line) => ({ ...line, bucket: 'pictures' }));
    expect(inventoryResult([...lines, ...others]).map(({ bucket }) => bucket)).toEqual([
      'documents',
      'pictures',
    ]);
  });

  it('is nothing without the last slice, without one between, and without an end', async () => {
    const [first, second] = await twoSlices();
    expect(inventoryResult(first)).toMatchObject([{ unread: 'it was read up to "c" only' }]);
    expect(inventoryResult(second)).toMatchObject([
      { unread: 'slice 0 does not follow on the one before it' },
    ]);
    expect(inventoryResult(first.slice(0, 2))).toMatchObject([{ unread: 'no slice has an end' }]);
    expect(inventoryResult([...first.slice(1), ...second])).toMatchObject([
      { unread: 'slice 0 lacks a summary' },
    ]);
    const elsewhere = await compared({ primary: [], replica: [] }, { slice: slice(1, 'x') });
    expect(inventoryResult([...first, ...elsewhere.lines])).toMatchObject([
      { unread: 'slice 1 does not follow on the one before it' },
    ]);
  });

  it('is nothing where a bucket could not be read', () => {
    const problem = 'AccessDenied: no';
    expect(inventoryResult([unreadSlice(ORDER.slice, { problem, at: COMPARED })])).toMatchObject([
      { unread: problem, primary: null },
    ]);
  });
});
