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

/** Names of the parts that must exist and do not; `counts` gives the objects of each closed segment by its end's key. */
export function missingParts(
  objects: readonly SeriesObject[],
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  const segments = Map.groupBy(objects, ({ source, segment }) => `${source}/${segment}`);
  return [...segments].flatMap(([name, parts]) => {
    const end = parts.find(({ part }) => part === 'end');
    if (!end) return [`${name}-end`];
    const present = new Set(parts.map(({ part }) => part));
    const wanted = Array.from({ length: counts.get(end.key) ?? 0 }, (_, part) => part);
    return wanted.filter((part) => !present.has(part)).map((part) => `${name}-${part}`);
  });
}

/** Content of a segment's end marker: how many objects of samples it stored. */
export const SeriesEnd = z.object({ objects: z.int().nonnegative() });
