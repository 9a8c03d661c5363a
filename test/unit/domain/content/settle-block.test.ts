import { describe, expect, it } from 'vitest';
import type { ContentRow } from '../../../../lib/domain/content/contents.ts';
import { type BlockLook, lookAtBlock } from '../../../../lib/domain/content/row-decision.ts';
import { isSettled, settleBlock } from '../../../../lib/domain/content/settle-block.ts';

const SNAPSHOT = '1000:1000:';

const row = (number: number, digest: string, more: Partial<ContentRow> = {}): ContentRow => ({
  ctid: `(7,${number})`,
  key: `{"id" : ${number}}`,
  xmin: '500',
  xmax: '0',
  digest,
  ...more,
});

function look(before: ContentRow[], replica: ContentRow[], after = before): BlockLook {
  return lookAtBlock({ before, replica, after, snapshot: SNAPSHOT });
}

const missing = look([row(1, 'a'), row(2, 'b')], [row(1, 'a')]);
const FOUND = { ctid: '(7,2)', key: '{"id" : 2}', kind: 'missing' };

describe('the rows of a block', () => {
  it('are settled by one look that finds them equal', () => {
    const looks = [look([row(1, 'a')], [row(1, 'a')])];
    expect(isSettled(looks)).toBe(true);
    expect(settleBlock(looks)).toEqual({ equal: 1, diverged: [], inFlux: 0 });
  });

  it('have diverged when two looks in a row see the same', () => {
    expect(settleBlock([missing])).toEqual({ equal: 1, diverged: [], inFlux: 1 });
    expect(isSettled([missing])).toBe(false);
    expect(settleBlock([missing, missing])).toEqual({ equal: 1, diverged: [FOUND], inFlux: 0 });
    const nothing = look([row(1, 'a')], [row(1, 'a')]);
    expect(settleBlock([missing, nothing, missing]).diverged).toEqual([]);
  });

  it('tell what is missing, what is too much and what is different', () => {
    const once = look([row(1, 'a'), row(2, 'b')], [row(1, 'x'), row(3, 'c')]);
    expect(settleBlock([once, once]).diverged.map(({ ctid, kind }) => [ctid, kind])).toEqual([
      ['(7,1)', 'different'],
      ['(7,2)', 'missing'],
      ['(7,3)', 'extra'],
    ]);
  });

  it('that were written again by another transaction are different, though they read the same', () => {
    const once = look([row(1, 'a')], [row(1, 'a', { xmin: '499' })]);
    expect(settleBlock([once, once]).diverged).toHaveLength(1);
  });

  it('are in flux while they change, and one that moves is one row', () => {
    const moving = look([row(1, 'a')], [], [row(2, 'b')]);
    expect(settleBlock([moving, moving])).toEqual({ equal: 0, diverged: [], inFlux: 1 });
  });

  it.each([
    ['new', look([], [row(1, 'a', { xmin: '1000' })])],
    ['deleted', look([row(1, 'a')], [], [row(1, 'a', { xmax: '1000' })])],
  ])('prove nothing when a %s one is of a transaction that the primary has not ended', (_what, once) => {
    expect(settleBlock([once, once])).toEqual({ equal: 0, diverged: [], inFlux: 1 });
  });
});
