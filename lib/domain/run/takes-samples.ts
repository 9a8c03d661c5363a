import type { RunKind } from './run-parts.ts';

/** Kinds that move the service, and are measured by what clients saw meanwhile. The others are drills of data. */
export function takesSamples(kind: RunKind): boolean {
  return kind === 'failover' || kind === 'switchover';
}
