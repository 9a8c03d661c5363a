/** Leaves from `from` up to, and without, `to`: one subtree of a tree. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** Subtrees whose roots lead from a leaf to the root of the tree, the nearest first (RFC 6962, section 2.1.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  return pathTo(index, { from: 0, to: size });
}

/**
 * Subtrees whose roots show that a tree of `second` leaves begins with one of `first` leaves (RFC 6962, section 2.1.2);
 * none where the sizes are the same, or `first` is 0.
 */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  return first === 0 ? [] : pathBetween(first, { from: 0, to: second }, true);
}

function pathTo(index: number, { from, to }: LeafRange): readonly LeafRange[] {
  if (to - from <= 1) return [];
  const middle = from + largestPowerBelow(to - from);
  return index < middle
    ? [...pathTo(index, { from, to: middle }), { from: middle, to }]
    : [...pathTo(index, { from: middle, to }), { from, to: middle }];
}

/** `known`: the verifier has the root of what lies in the range already, since it is the first tree itself. */
function pathBetween(first: number, { from, to }: LeafRange, known: boolean): readonly LeafRange[] {
  if (first === to) return known ? [] : [{ from, to }];
  const middle = from + largestPowerBelow(to - from);
  return first <= middle
    ? [...pathBetween(first, { from, to: middle }, known), { from: middle, to }]
    : [...pathBetween(first, { from: middle, to }, false), { from, to: middle }];
}

function largestPowerBelow(count: number): number {
  return 2 ** ((count - 1).toString(2).length - 1);
}
