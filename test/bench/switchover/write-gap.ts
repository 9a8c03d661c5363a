import type { Instant } from '../../../lib/domain/instant.ts';

/**
 * Seconds between the last acknowledgement before a moment and the first one after it, as one writer was told. At the
 * moment nobody could write. @throws Error when the writer was acknowledged on one side of it only.
 */
export function writeGap(acknowledged: readonly Instant[], moment: Instant): number {
  const sorted = acknowledged.toSorted((a, b) => a - b);
  const last = sorted.findLast((at) => at <= moment);
  const first = sorted.find((at) => at > moment);
  if (last === undefined || first === undefined)
    throw new Error('the writer was not acknowledged on both sides of the change of roles');
  return (first - last) / 1e6;
}
