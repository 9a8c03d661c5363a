import type { Instant } from '../instant.ts';
import type { RestoreSource } from '../run/restore-input.ts';

interface Window {
  readonly earliest: Instant;
  readonly latest: Instant;
}

/**
 * at: the moment that is restored. between-markers: it is laid between two rows that the drill writes, since what was
 * wished for lies before the first moment that can be had. out: it cannot be had, `reason` says why.
 */
export type RecoveryTarget =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'between-markers'; readonly wished: Instant }
  | { readonly kind: 'out'; readonly wished: Instant; readonly reason: string };

interface Choice {
  readonly source: Extract<RestoreSource, { kind: 'point-in-time' }>;
  readonly window: Window;
  readonly now: Instant;
}

/** Where a point in time comes to lie. One that is not covered yet, and not to come, will be covered. */
export function recoveryTarget(wished: Instant, { source, window, now }: Choice): RecoveryTarget {
  if (wished > now) return { kind: 'out', wished, reason: 'it has not come yet' };
  if (wished >= window.earliest) return { kind: 'at', at: wished };
  return source.orLater
    ? { kind: 'between-markers', wished }
    : { kind: 'out', wished, reason: 'it is before the first moment that backups reach' };
}
