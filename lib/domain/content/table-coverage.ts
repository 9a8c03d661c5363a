import type { RangeLine, RowsLine, RowsUnreadLine, TableLine } from './content-line.ts';
import { tableText } from './contents.ts';
import { decideRange } from './range-decision.ts';
import { type Coverage, coverRoot, type Gap, type LaterLines, type RowCounts } from './root-coverage.ts';
import type { DivergedRow } from './settle-block.ts';

/** The lines about one table, and the line that says that it was to be compared. */
export interface LinesOfTable {
  readonly table: TableLine;
  readonly ranges: readonly RangeLine[];
  readonly rows: readonly RowsLine[];
  readonly unread: readonly RowsUnreadLine[];
}

export interface TableCoverage {
  readonly name: string;
  readonly equalRanges: number;
  readonly counts: RowCounts;
  readonly diverged: readonly DivergedRow[];
  readonly gaps: readonly Gap[];
}

export const NO_ROWS: RowCounts = { total: 0, equal: 0, diverged: 0, inFlux: 0, notCompared: 0 };

export function addCounts(one: RowCounts, other: RowCounts): RowCounts {
  return {
    total: one.total + other.total,
    equal: one.equal + other.equal,
    diverged: one.diverged + other.diverged,
    inFlux: one.inFlux + other.inFlux,
    notCompared: one.notCompared + other.notCompared,
  };
}

/** What is known of a table: of each of its ranges, and of those that were never looked at. */
export function coverTable(lines: LinesOfTable): TableCoverage {
  const roots = lines.ranges.filter(({ after }) => after === null).toSorted((a, b) => a.from - b.from);
  const later = laterByRoot(roots, lines);
  const covered = roots.map((root, index) => coverRoot(root, later(index)));
  const all = [...covered, ...unseen(lines.table, roots)];
  return {
    name: tableText(lines.table.table),
    equalRanges: roots.filter((root) => decideRange(root) === 'equal').length,
    counts: all.map(({ counts }) => counts).reduce(addCounts, NO_ROWS),
    diverged: all.flatMap(({ diverged }) => diverged),
    gaps: all.flatMap(({ gaps }) => gaps),
  };
}

function laterByRoot(roots: readonly RangeLine[], { ranges, rows, unread }: LinesOfTable) {
  const rootOf = ({ from }: { readonly from: number }) => indexBefore(roots, from);
  const later = Map.groupBy(
    ranges.filter(({ after }) => after !== null),
    rootOf,
  );
  const looks = Map.groupBy(rows, rootOf);
  const failed = Map.groupBy(unread, rootOf);
  return (index: number): LaterLines => ({
    ranges: later.get(index) ?? [],
    rows: looks.get(index) ?? [],
    unread: failed.get(index) ?? [],
  });
}

/** The last of the ranges that begins at or before a block, by bisection: there may be tens of thousands. */
function indexBefore(roots: readonly RangeLine[], from: number): number {
  let [low, high] = [0, roots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((roots[middle]?.from ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Ranges follow each other, so what was not looked at is the table's end. Its rows are known by statistics only. */
function unseen({ ranges, estimatedRows }: TableLine, roots: readonly RangeLine[]): readonly Coverage[] {
  const missing = ranges - roots.length;
  if (missing <= 0) return [];
  const notCompared = Math.round(((estimatedRows ?? 0) * missing) / ranges);
  const from = roots.at(-1)?.to ?? 0;
  const reason = `${missing} of ${ranges} ranges were not looked at`;
  return [
    {
      counts: { ...NO_ROWS, total: notCompared, notCompared },
      diverged: [],
      gaps: [{ from, to: null, reason }],
    },
  ];
}
