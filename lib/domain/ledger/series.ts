import * as z from 'zod';

/**
 * A series of samples is stored as `<segment>-<n>.ndjson` objects, n from 0; a segment that ended closes itself with
 * `<segment>-end.json` {"objects": count}. What is not there, though it must be, is named: samples that nobody has
 * may not be taken for samples that were good.
 */
export interface SeriesObject {
  readonly key: string;
  readonly source: string;
  readonly segment: number;
  readonly part: number | 'end';
}

const NAME = /([^/]+)\/(\d+)-(\d+|end)\.(?:ndjson|json)$/;

/** Reads a key of a series; null for any other key. */
export function parseSeriesKey(key: string): SeriesObject | null {
  const match = NAME.exec(key);
  if (!match?.[1] || !match[2] || !match[3]) return null;
  const part = match[3] === 'end' ? 'end' : Number(match[3]);
  return { key, source: match[1], segment: Number(match[2]), part };
}

/** The objects that hold samples, by source, segment and part. */
export function inOrder(objects: readonly SeriesObject[]): readonly SeriesObject[] {
  return objects
    .filter(({ part }) => part !== 'end')
    .toSorted(
      (a, b) =>
        a.source.localeCompare(b.source, 'en') || a.segment - b.segment || Number(a.part) - Number(b.part),
    );
}

/** From which segment on a series is looked at, by source; 0 where it is not named. */
export type FirstSegments = ReadonlyMap<string, number>;

/** goesOn: the series is still written, such as that of a watch which a run has joined and left again. */
interface Wanted {
  readonly started?: readonly string[];
  readonly first?: FirstSegments;
  readonly goesOn?: boolean;
}

/**
 * Names of the parts that must exist and do not: segments are numbered without a gap, and each source that was started
 * has at least one. `counts` gives the objects of each closed segment by its end's key. Of a series that goes on the last
 * segment has no end yet: there the parts up to the newest one must exist.
 */
export function missingParts(
  objects: readonly SeriesObject[],
  counts: ReadonlyMap<string, number>,
  { started = [], first = new Map(), goesOn = false }: Wanted = {},
): readonly string[] {
  const segments = Map.groupBy(objects, ({ source, segment }) => `${source}/${segment}`);
  return segmentNames(objects, started, first).flatMap(({ name, isLast }) => {
    const parts = segments.get(name) ?? [];
    const end = parts.find(({ part }) => part === 'end');
    const isOpen = goesOn && isLast && parts.length > 0;
    if (!end && !isOpen) return [`${name}-end`];
    const newest = Math.max(-1, ...parts.flatMap(({ part }) => (part === 'end' ? [] : part)));
    const length = end ? (counts.get(end.key) ?? 0) : newest + 1;
    const present = new Set(parts.map(({ part }) => part));
    const wanted = Array.from({ length }, (_, part) => part);
    return wanted.filter((part) => !present.has(part)).map((part) => `${name}-${part}`);
  });
}

function segmentNames(
  objects: readonly SeriesObject[],
  started: readonly string[],
  first: FirstSegments,
): readonly { readonly name: string; readonly isLast: boolean }[] {
  const sources = [...new Set([...started, ...objects.map(({ source }) => source)])];
  return sources.flatMap((source) => {
    const own = objects.filter((object) => object.source === source);
    const from = first.get(source) ?? 0;
    const last = Math.max(from, ...own.map(({ segment }) => segment));
    return Array.from({ length: last - from + 1 }, (_, index) => ({
      name: `${source}/${from + index}`,
      isLast: from + index === last,
    }));
  });
}

/** Content of a segment's end marker: how many objects of samples it stored. */
export const SeriesEnd = z.object({ objects: z.int().nonnegative() });
