import type { RangeReading } from '../domain/content/contents.ts';
import type { ContentView, RangesOf } from '../ports/table-contents.ts';

/** Ranges that one statement answers: measured, more save little, and what a statement holds grows with them. */
export const RANGES_A_STATEMENT = 16;

/** A replica cancels what stands in the way of its replay. */
const MOST_TRIES = 3;

/** Digests of ranges, so many a statement. Those that another try may answer are asked for again, one by one. */
export async function readDigests(
  view: ContentView,
  { table, ranges }: RangesOf,
): Promise<readonly RangeReading[]> {
  const readings: RangeReading[] = [];
  for (let first = 0; first < ranges.length; first += RANGES_A_STATEMENT) {
    const some = ranges.slice(first, first + RANGES_A_STATEMENT);
    const answers = await view.digests({ table, ranges: some });
    for (const [index, answer] of answers.entries()) {
      readings.push(await settled(view, { table, ranges: some.slice(index, index + 1) }, answer));
    }
  }
  return readings;
}

async function settled(view: ContentView, one: RangesOf, answer: RangeReading): Promise<RangeReading> {
  let reading = answer;
  for (let tries = 1; tries < MOST_TRIES && 'unread' in reading && reading.again; tries += 1) {
    const [next] = await view.digests(one);
    reading = next ?? reading;
  }
  return reading;
}
