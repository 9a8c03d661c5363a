const LONGEST_WORD = 64;

/** The candidate that was probably meant, or undefined when none is close: case, `_` and `-` never count. */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const plain = bare(word);
  const ranked = [...candidates]
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, edits: editDistance(plain, bare(candidate)) }))
    .toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(plain.length / 3)) ? best.candidate : undefined;
}

/** The sentence for a near miss, as a part of a finding: nothing at all when there is none. */
export function didYouMean(word: string, candidates: Iterable<string>): { remedy?: string } {
  const meant = nearMiss(word, candidates);
  return meant === undefined ? {} : { remedy: `did you mean "${meant}"?` };
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(previous, j) + 1,
        at(row, j - 1) + 1,
        at(previous, j - 1) + (same ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
