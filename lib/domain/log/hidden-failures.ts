import { type Instant, parseInstant } from '../instant.ts';
import type { LogLeaf, StartLeaf } from './log-leaf.ts';

/** Runs that were started and have not said how they ended, though they had to by `now`: failures that nobody reported. */
export function hiddenFailures(leaves: readonly LogLeaf[], now: Instant): readonly StartLeaf[] {
  const ended = new Set(leaves.flatMap((leaf) => (leaf.type === 'end' ? [leaf.run] : [])));
  return leaves.flatMap((leaf) =>
    leaf.type === 'start' && !ended.has(leaf.run) && parseInstant(leaf.endsBy) < now ? [leaf] : [],
  );
}
