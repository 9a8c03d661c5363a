import { liftByHand } from '../../domain/fence/lift-by-hand.ts';
import { unlessPromoted } from '../../domain/fence/unless-promoted.ts';
import { RUNG_RULES } from '../../domain/fence/rung.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import { type LocatedDatabase, locateDatabases } from '../../domain/run/session-targets.ts';
import { loginsWithheld } from './logins-withheld.ts';
import type { StepContext } from './make-step.ts';

type Context = StepContext<RunCommon & { readonly fence: FenceInput }>;

/**
 * Without a proof by receipt the ladder was climbed, or may have been: a fence that failed half-way counts, and so does
 * what a switchover has drained, which comes before its fence.
 */
export function isFenced({ undecided, maybe }: Pick<Context, 'undecided' | 'maybe'>): boolean {
  if (undecided('FenceOldPrimary') || undecided('DrainWriters') || maybe('DrainWriters') !== null)
    return true;
  return maybe('FenceOldPrimary')?.databases.some(({ proof }) => proof !== 'receipt') ?? false;
}

/** Whether a run is a change of roles that has withheld logins, or may have. */
export function hasDrained({ undecided, maybe }: Pick<Context, 'undecided' | 'maybe'>): boolean {
  return undecided('DrainWriters') || maybe('DrainWriters') !== null;
}

/** Without an address, and by logins alone, nothing was ever sent that could have to be taken back. */
export function isOutOfReach(
  { run, undecided }: Pick<Context, 'run' | 'undecided'>,
  { primaryAddress }: LocatedDatabase,
): boolean {
  const isSqlAlone = run.fence.rungs.every((rung) => RUNG_RULES[rung].by !== 'control-plane');
  return primaryAddress === null && isSqlAlone && !undecided('FenceOldPrimary');
}

/**
 * Servers that the run could not give back to their clients, with what a person does who does it by hand: old primaries
 * that are fenced, or may be, although nothing is known to be promoted in their place, and what a switchover has drained.
 */
export function fencesInForce(context: Context): OutcomeOf<'CleanUp'>['fencesInForce'] {
  return [...(context.run.kind === 'switchover' ? loginsWithheld(context) : laddersInForce(context))];
}

function laddersInForce(context: Context): OutcomeOf<'CleanUp'>['fencesInForce'] {
  const { run, maybe, undecided } = context;
  const discovered = maybe('DiscoverDatabases');
  const isSettled = maybe('ReturnRegion') !== null || maybe('PromoteReplica') !== null;
  if (isSettled || !discovered || !isFenced(context)) return [];
  const deferred = maybe('DeferFence')?.databases ?? [];
  return locateDatabases(run, discovered)
    .filter((database) => deferred.includes(database.id) || !isOutOfReach(context, database))
    .map((database) => ({
      id: database.id,
      ...database.primary,
      byHand: [...unlessPromoted(database, undecided('PromoteReplica')), ...liftByHand(database, run.fence)],
    }));
}
