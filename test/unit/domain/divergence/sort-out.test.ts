import { describe, expect, it } from 'vitest';
import { type Branch, branchOf, inFull } from '../../../../lib/domain/divergence/branch.ts';
import type { TransactionStatus } from '../../../../lib/domain/divergence/row-origin.ts';
import { sortOut, toAsk, unmatched } from '../../../../lib/domain/divergence/sort-out.ts';

/** Histories part at 100: 95 to 99 are on both for certain, 105 and later are each server's own. */
const BRANCH: Branch = { known: 100n, own: 105n, oldNext: 120n, promotedNext: 200n };

const version = (ctid: string, xmin: number, digest = 'same') => ({ ctid, xmin: String(xmin), digest });

function sorted(old: readonly ReturnType<typeof version>[], promoted: readonly ReturnType<typeof version>[]) {
  const left = unmatched({ old, promoted }, BRANCH);
  return (onPromoted: Record<string, TransactionStatus>, onOld: Record<string, TransactionStatus> = {}) =>
    sortOut(left, BRANCH, {
      onPromoted: new Map(Object.entries(onPromoted)),
      onOld: new Map(Object.entries(onOld)),
    });
}

describe('rows of two servers whose histories have parted', () => {
  it('are the same by place and transaction, as long as both know the transaction', () => {
    const both = [version('(0,1)', 90)];
    expect(sorted(both, [version('(0,1)', 90, 'a column was added since')])({})).toEqual({
      onOld: [],
      onPromoted: [],
    });
  });

  it('are not the same by a number that each server gave out for itself', () => {
    const found = sorted(
      [version('(0,1)', 110, 'there')],
      [version('(0,1)', 110, 'here')],
    )({
      '110': 'committed',
    });
    expect(found).toEqual({ onOld: [{ ctid: '(0,1)', certain: true }], onPromoted: [] });
  });

  it('are no divergence where the promoted server has changed or deleted what it knew', () => {
    expect(sorted([version('(0,1)', 90)], [])({ '90': 'committed' }).onOld).toEqual([]);
    expect(sorted([version('(0,1)', 90)], [])({ '90': null }).onOld).toEqual([]);
  });

  it('are one where a transaction was under way when the log was cut, and was committed there later', () => {
    expect(sorted([version('(0,1)', 90)], [])({ '90': 'aborted' }).onOld).toEqual([
      { ctid: '(0,1)', certain: true },
    ]);
  });

  it('are one where the old primary has changed or deleted what both knew', () => {
    expect(sorted([], [version('(0,1)', 90)])({}).onPromoted).toEqual([{ ctid: '(0,1)', certain: true }]);
  });

  it('are not left out where it is not known whose a transaction is', () => {
    expect(sorted([version('(0,1)', 102)], [])({ '102': 'committed' }).onOld).toEqual([
      { ctid: '(0,1)', certain: false },
    ]);
    expect(sorted([], [version('(0,1)', 102)])({}, { '102': 'committed' }).onPromoted).toEqual([
      { ctid: '(0,1)', certain: false },
    ]);
    expect(sorted([], [version('(0,1)', 102)])({}, { '102': 'aborted' }).onPromoted).toEqual([]);
  });

  it('are asked for by the numbers that the other server has begun', () => {
    const old = [version('(0,1)', 110), version('(0,2)', 110)];
    const promoted = [version('(0,3)', 90), version('(0,4)', 150)];
    expect(toAsk({ old, promoted }, BRANCH)).toEqual({ ofPromoted: ['110'], ofOld: ['90'] });
  });
});

describe('where histories part', () => {
  it('is between the newest heartbeat that was replicated and the first of the promoted server alone', () => {
    expect(branchOf({ shared: '99', firstOwn: '105', oldNext: '120', promotedNext: '200' })).toEqual(BRANCH);
  });

  it('is not known without heartbeats: then nothing is certain, and nothing is left out', () => {
    const branch = branchOf({ shared: null, firstOwn: null, oldNext: '120', promotedNext: '200' });
    expect(branch).toMatchObject({ known: 3n, own: 200n });
    const left = unmatched({ old: [version('(0,1)', 90)], promoted: [] }, branch);
    const statuses = { onPromoted: new Map([['90', 'committed'] as const]), onOld: new Map() };
    expect(sortOut(left, branch, statuses).onOld).toEqual([{ ctid: '(0,1)', certain: false }]);
  });

  it('is told across the end of 32 bits', () => {
    const next = 0x1_0000_0010n;
    expect(inFull('5', next)).toBe(0x1_0000_0005n);
    expect(inFull('4294967295', next)).toBe(0xffff_ffffn);
  });
});
