import { inOrder, parseSeriesKey } from '../domain/ledger/series.ts';
import { runKeys, type SeriesRole } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';

/** A minute of samples, stored every five seconds, and the part that is under way. */
const PARTS = 14;

export interface SampledSeries {
  readonly run: string;
  readonly role: SeriesRole;
  readonly source: string;
  /** The newest segment. */
  readonly segment: number;
  /** So many segments before it are looked through as well. */
  readonly back: number;
}

/**
 * The samples of about a minute, up to the last part that `isBefore` still holds of, and of the one after it; the lines
 * of each. Parts are in order of time, so that few are read: a watch may have written for weeks.
 */
export async function partsUpTo(
  objects: Objects,
  series: SampledSeries,
  isBefore: (lines: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const keys = await keysOf(objects, series);
  const read = async (key: string) => linesOf((await objects.get(key))?.text ?? '');
  const last = await lastOf(keys, async (key) => isBefore(await read(key)));
  if (last === null) return [];
  const wanted = keys.slice(Math.max(0, last - PARTS + 1), last + 2);
  return (await Promise.all(wanted.map(read))).flat();
}

async function keysOf(objects: Objects, { run, role, source, segment, back }: SampledSeries) {
  const folder = runKeys.series(run, role, source);
  const segments = Array.from({ length: back + 1 }, (_, index) => segment - index).filter((one) => one >= 0);
  const listed = await Promise.all(segments.map((one) => objects.list(`${folder}${one}-`)));
  return inOrder(listed.flat().flatMap((key) => parseSeriesKey(key) ?? [])).map(({ key }) => key);
}

/**
 * Index of the last key that the test holds of; null when it holds of none. It looks from the end in growing strides,
 * since what is asked about is most often a matter of seconds, and then between the last two.
 */
async function lastOf(
  keys: readonly string[],
  test: (key: string) => Promise<boolean>,
): Promise<number | null> {
  const holds = (index: number) => test(keys[index] ?? '');
  let high = keys.length;
  let low = high - 1;
  while (low >= 0 && !(await holds(low))) {
    [high, low] = [low, low - (keys.length - low)];
  }
  low = Math.max(-1, low);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low < 0 ? null : low;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
