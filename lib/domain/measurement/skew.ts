import type { Instant } from '../instant.ts';
import { type Interval, notNegative } from './interval.ts';

/**
 * How far apart the recovery points of a consistency group's databases lie. Each is known to one heartbeat interval,
 * so their distance is known to one interval either way. Null when a recovery point is not known.
 */
export function skewInterval(points: readonly (Instant | null)[], intervalSeconds: number): Interval | null {
  const known = points.filter((point) => point !== null);
  if (known.length < points.length || known.length === 0) return null;
  const distance = Math.max(...known) - Math.min(...known);
  const error = intervalSeconds * 1e6;
  return points.length === 1
    ? { low: 0, high: 0 }
    : notNegative({ low: distance - error, high: distance + error });
}
