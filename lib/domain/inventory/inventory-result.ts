import { parseInstant } from '../instant.ts';
import type { InventoryLine, EndLine, NamedLine, SummaryLine } from './inventory-line.ts';
import { NO_COUNTS } from './inventory-tally.ts';

export type SideSum = Pick<SummaryLine, 'name' | 'region' | 'objects' | 'bytes' | 'deleteMarkers'>;

/** What the lines of one pair of buckets come to. */
export interface BucketInventory {
  readonly bucket: string;
  /** Why it is not known what the buckets hold; null when every key of both was compared. */
  readonly unread: string | null;
  readonly primary: SideSum | null;
  readonly replica: SideSum | null;
  readonly counts: EndLine['counts'];
  readonly equalBy: EndLine['equalBy'];
  readonly longestOnItsWay: EndLine['longestOnItsWay'];
  /** The first keys of each kind, in the order of the buckets. */
  readonly named: readonly NamedLine[];
}

/** Adds up the slices of every pair of buckets, in the order in which they stand. */
export function inventoryResult(lines: readonly InventoryLine[]): readonly BucketInventory[] {
  const buckets = [...new Set(lines.map(({ bucket }) => bucket))];
  return buckets.map((bucket) =>
    resultOf(
      bucket,
      lines.filter((line) => line.bucket === bucket),
    ),
  );
}

function resultOf(bucket: string, lines: readonly InventoryLine[]): BucketInventory {
  const ends = lines.filter((line) => line.line === 'end').toSorted((a, b) => a.slice - b.slice);
  const summaries = lines.filter((line) => line.line === 'summary');
  const counts = { ...NO_COUNTS };
  const equalBy = { 'size-and-etag': 0, checksum: 0 };
  for (const end of ends) {
    for (const kind of keysOf(counts)) counts[kind] += end.counts[kind];
    for (const basis of keysOf(equalBy)) equalBy[basis] += end.equalBy[basis];
  }
  return {
    bucket,
    unread: gapOf(ends, summaries),
    primary: sumOf(summaries, 'primary'),
    replica: sumOf(summaries, 'replica'),
    counts,
    equalBy,
    longestOnItsWay: longestOf(ends),
    named: lines.filter((line) => line.line !== 'end').filter((line) => line.line !== 'summary'),
  };
}

/** Slices have to follow one another from the first key to the last, each with both of its summaries. */
function gapOf(ends: readonly EndLine[], summaries: readonly SummaryLine[]): string | null {
  const problem = ends.find((end) => end.problem !== null)?.problem;
  if (problem) return problem;
  for (const [index, { slice, after }] of ends.entries()) {
    const before = index === 0 ? null : (ends[index - 1]?.through ?? null);
    const follows = slice === index && after === before && (index === 0 || before !== null);
    if (!follows) return `slice ${index} does not follow on the one before it`;
    if (summaries.filter((summary) => summary.slice === slice).length !== 2)
      return `slice ${index} lacks a summary`;
  }
  const last = ends.at(-1);
  if (!last) return 'no slice has an end';
  return last.through === null ? null : `it was read up to "${last.through}" only`;
}

function sumOf(summaries: readonly SummaryLine[], side: SummaryLine['side']): SideSum | null {
  const own = summaries.filter((summary) => summary.side === side);
  return own.reduce<SideSum | null>(
    (sum, { name, region, objects, bytes, deleteMarkers }) => ({
      name,
      region,
      objects: objects + (sum?.objects ?? 0),
      bytes: bytes + (sum?.bytes ?? 0),
      deleteMarkers: deleteMarkers + (sum?.deleteMarkers ?? 0),
    }),
    null,
  );
}

function longestOf(ends: readonly EndLine[]): EndLine['longestOnItsWay'] {
  const spans = ends.flatMap(({ longestOnItsWay }) => (longestOnItsWay ? [longestOnItsWay] : []));
  return spans.toSorted((a, b) => spanOf(b) - spanOf(a))[0] ?? null;
}

function spanOf({ lastModified, seenAt }: NonNullable<EndLine['longestOnItsWay']>): number {
  return parseInstant(seenAt) - parseInstant(lastModified);
}

function keysOf<K extends string>(record: Record<K, number>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
