import { type LocatedDatabase, locateDatabases } from '../../domain/run/session-targets.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { KnownOnLeg } from './known-on-leg.ts';

/** Databases whose writers were drained on a leg, or may have been; before that nothing was changed. */
export function drainedDatabases(
  run: Pick<RunCommon, 'databases'>,
  { maybe, undecided }: Pick<KnownOnLeg, 'maybe' | 'undecided'>,
): readonly LocatedDatabase[] {
  const discovered = maybe('DiscoverDatabases');
  const begun = maybe('DrainWriters') !== null || undecided('DrainWriters');
  return discovered && begun ? locateDatabases(run, discovered) : [];
}
