import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex, utf8 } from '../../../../lib/domain/bytes.ts';
import {
  EMPTY_FRONTIER,
  extended,
  type Frontier,
  isFrontier,
  rootOf,
} from '../../../../lib/domain/log/frontier.ts';
import { inclusionRoot } from '../../../../lib/domain/log/inclusion-root.ts';
import { isConsistent } from '../../../../lib/domain/log/is-consistent.ts';
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
} from '../../../../lib/domain/log/proof-ranges.ts';
import { rangeRoot } from '../../../../lib/domain/log/range-root.ts';
import { leafHash } from '../../../../lib/domain/log/tree-hash.ts';
import { sha256Bytes } from '../../../fakes/fake-signer.ts';
import { referenceRoot } from '../../../fakes/merkle-reference.ts';
import { propertyRuns } from '../../../fakes/property-runs.ts';

const MOST = 70;

/** Leaves and roots that certificate transparency's own implementations are tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(fromHex);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => utf8(`leaf ${index}`));

function frontiers(leaves: readonly Uint8Array[]): readonly Frontier[] {
  const found = [EMPTY_FRONTIER];
  for (const leaf of leaves)
    found.push(extended(sha256Bytes, found.at(-1) ?? EMPTY_FRONTIER, leafHash(sha256Bytes, leaf)));
  return found;
}

const TREE = frontiers(leavesOf(MOST));
const ROOT = TREE.map((frontier) => rootOf(sha256Bytes, frontier));
const HASHES = leavesOf(MOST).map((leaf) => leafHash(sha256Bytes, leaf));
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
};
const root = ({ from, to }: LeafRange) =>
  rangeRoot(sha256Bytes, from, { before: at(TREE, to - 1), leaf: at(HASHES, to - 1) });

const size = fc.integer({ min: 1, max: MOST });
const placed = size.chain((count) => fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.constant(count)));
const pair = fc.tuple(fc.integer({ min: 0, max: MOST }), size).map(([one, other]) => {
  const [first, second] = one < other ? [one, other] : [other, one];
  return { first: { size: first, root: at(ROOT, first) }, second: { size: second, root: at(ROOT, second) } };
});
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: propertyRuns(400) });

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, place) => (place === Math.floor(bit / 8) ? byte ^ (1 << (bit % 8)) : byte));
}

describe('the tree of a log', () => {
  it('has the roots of RFC 6962 for its known leaves', () => {
    expect(frontiers(LEAVES).map((frontier) => hex(rootOf(sha256Bytes, frontier)))).toEqual(ROOTS);
  });

  it('has the root that RFC 6962 defines, at any size, and no more hashes than it needs', () => {
    expect(ROOT.map(hex)).toEqual(ROOT.map((_, count) => hex(referenceRoot(leavesOf(count)))));
    expect(TREE.every(isFrontier)).toBe(true);
    expect(
      TREE.some(({ size: count, hashes }) => isFrontier({ size: count + 1, hashes }) && count % 2 === 0),
    ).toBe(false);
  });

  it('knows the paths of RFC 6962, section 2.1.3', () => {
    const names = (ranges: readonly LeafRange[]) => ranges.map(({ from, to }) => `${from}-${to}`);
    expect(names(inclusionRanges(0, 7))).toEqual(['1-2', '2-4', '4-7']);
    expect(names(inclusionRanges(3, 7))).toEqual(['2-3', '0-2', '4-7']);
    expect(names(inclusionRanges(4, 7))).toEqual(['5-6', '6-7', '0-4']);
    expect(names(inclusionRanges(6, 7))).toEqual(['4-6', '0-4']);
    expect(names(consistencyRanges(3, 7))).toEqual(['2-3', '3-4', '0-2', '4-7']);
    expect(names(consistencyRanges(4, 7))).toEqual(['4-7']);
    expect(names(consistencyRanges(6, 7))).toEqual(['4-6', '6-7', '0-4']);
    expect(consistencyRanges(0, 7)).toEqual([]);
    expect(consistencyRanges(7, 7)).toEqual([]);
  });

  it('finds the root of each subtree on a path from the tree before its last leaf alone', () => {
    check(placed, ([index, count]) => {
      for (const range of inclusionRanges(index, count))
        expect(hex(root(range))).toBe(hex(referenceRoot(leavesOf(range.to).slice(range.from))));
    });
  });
});

describe('a proof that a leaf is in a tree', () => {
  const pathOf = (index: number, count: number) => inclusionRanges(index, count).map(root);
  const rootFor = (index: number, count: number, path: readonly Uint8Array[]) =>
    inclusionRoot(sha256Bytes, { index, size: count, hash: at(HASHES, index) }, path);

  it('leads to its root, for any leaf of any tree', () => {
    check(placed, ([index, count]) => {
      expect(rootFor(index, count, pathOf(index, count))).toEqual(at(ROOT, count));
    });
  });

  it('leads elsewhere when any bit of it or of the leaf is another', () => {
    check(fc.tuple(placed, fc.nat()), ([[index, count], seed]) => {
      const parts = [at(HASHES, index), ...pathOf(index, count)];
      const bit = seed % (parts.length * 256);
      const [hash = new Uint8Array(), ...path] = parts.map((part, place) =>
        place === Math.floor(bit / 256) ? flipped(part, bit % 256) : part,
      );
      expect(inclusionRoot(sha256Bytes, { index, size: count, hash }, path)).not.toEqual(at(ROOT, count));
    });
  });

  it('is refused with a hash more, a hash less, in another order, or for another place', () => {
    check(placed, ([index, count]) => {
      const path = pathOf(index, count);
      const wrong = [
        [...path, at(HASHES, 0)],
        ...(path.length > 0 ? [path.slice(1), path.slice(0, -1)] : []),
        ...(path.length > 1 ? [path.toReversed()] : []),
      ];
      for (const one of wrong) expect(rootFor(index, count, one)).not.toEqual(at(ROOT, count));
      for (const other of [index + 1, index - 1].filter((place) => place >= 0)) {
        const hash = at(HASHES, index);
        expect(inclusionRoot(sha256Bytes, { index: other, size: count, hash }, path)).not.toEqual(
          at(ROOT, count),
        );
      }
    });
  });
});

describe('a proof that one tree begins with another', () => {
  const pathOf = (first: number, second: number) => consistencyRanges(first, second).map(root);

  it('holds between any two sizes of a log', () => {
    check(pair, ({ first, second }) => {
      expect(isConsistent(sha256Bytes, [first, second], pathOf(first.size, second.size))).toBe(true);
    });
  });

  it('does not hold when a bit of a root or of the path is another', () => {
    check(fc.tuple(pair, fc.nat()), ([{ first, second }, seed]) => {
      const parts = [first.root, second.root, ...pathOf(first.size, second.size)];
      const bit = seed % (parts.length * 256);
      const [one = first.root, other = second.root, ...path] = parts.map((part, place) =>
        place === Math.floor(bit / 256) ? flipped(part, bit % 256) : part,
      );
      // Every tree begins with the empty one, whatever its root is.
      const said = first.size === 0 && bit >= 256;
      expect(
        isConsistent(
          sha256Bytes,
          [
            { ...first, root: one },
            { ...second, root: other },
          ],
          path,
        ),
      ).toBe(said);
    });
  });

  it('does not hold with a hash more or less, nor the other way round', () => {
    check(pair, ({ first, second }) => {
      const path = pathOf(first.size, second.size);
      const longer = [...path, at(HASHES, 0)];
      expect(isConsistent(sha256Bytes, [first, second], longer)).toBe(false);
      if (path.length > 0) expect(isConsistent(sha256Bytes, [first, second], path.slice(1))).toBe(false);
      if (first.size < second.size) expect(isConsistent(sha256Bytes, [second, first], path)).toBe(false);
    });
  });

  it('cannot be made for a log from which a leaf was dropped, or whose leaves were put in another order', () => {
    check(pair, ({ first, second }) => {
      fc.pre(first.size >= 2);
      const leaves = leavesOf(second.size);
      const dropped = leaves.toSpliced(first.size - 1, 1);
      const swapped = [at(leaves, 1), at(leaves, 0), ...leaves.slice(2)];
      for (const other of [dropped, swapped]) {
        const forked = { size: other.length, root: referenceRoot(other) };
        const path = consistencyRanges(first.size, forked.size).map(({ from, to }) =>
          referenceRoot(other.slice(from, to)),
        );
        expect(isConsistent(sha256Bytes, [first, forked], path)).toBe(false);
      }
    });
  });
});
