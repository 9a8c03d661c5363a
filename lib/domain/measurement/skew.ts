import { CLOCK_ERROR } from './clock-error.ts';
import { type Interval, notNegative } from './interval.ts';

/**
 * How far apart the recovery points of a consistency group's databases lie, each known as an interval on its own
 * writer's clock. Null when a recovery point is not known.
 */
export function skewInterval(points: readonly (Interval | null)[]): Interval | null {
  const known = points.filter((point) => point !== null);
  if (known.length < points.length || known.length === 0) return null;
  if (known.length === 1) return { low: 0, high: 0 };
  const apart = pairsOf(known).map(([a, b]) => ({ low: a.low - b.high, high: a.high - b.low }));
  return notNegative({
    low: Math.max(...apart.map(({ low }) => low)) - CLOCK_ERROR,
    high: Math.max(...apart.map(({ high }) => high)) + CLOCK_ERROR,
  });
}

function pairsOf(points: readonly Interval[]): readonly (readonly [Interval, Interval])[] {
  return points.flatMap((a, i) => points.flatMap((b, j) => (i === j ? [] : [[a, b] as const])));
}
