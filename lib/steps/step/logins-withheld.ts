import { liftByHand } from '../../domain/fence/lift-by-hand.ts';
import { unlessPromoted } from '../../domain/fence/unless-promoted.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import { onLeg } from '../../domain/run/leg.ts';
import type { LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import { drainedDatabases } from './drained-databases.ts';
import { type KnownOnLeg, knownOnLeg } from './known-on-leg.ts';
import type { StepContext } from './make-step.ts';

type Context = Pick<StepContext<RunCommon & { readonly fence: FenceInput }>, 'event' | 'run'>;
type Withheld = OutcomeOf<'CleanUp'>['fencesInForce'][number];

/**
 * Servers of a switchover that were drained, and that nobody is known to have given back: its roles could not be settled.
 * That is the old primary of the leg where nothing was promoted, and the promoted server, which has no other logins, where
 * something was. With what a person does who lets clients in by hand.
 */
export function loginsWithheld({ event, run: { fence } }: Context): readonly Withheld[] {
  if (knownOnLeg(event, 'there').maybe('SettleRoles') !== null) return [];
  const leg = knownOnLeg(event, 'back').maybe('DiscoverDatabases') === null ? 'there' : 'back';
  const known = knownOnLeg(event, leg);
  if (known.maybe('ProvePromotion') !== null) return [];
  return drainedDatabases(onLeg(event.run, leg), known).map((database) => withheld(database, known, fence));
}

function withheld(database: LocatedDatabase, { maybe, undecided }: KnownOnLeg, fence: FenceInput): Withheld {
  const { id, primary, replica } = database;
  if (maybe('PromoteReplica') !== null)
    return { id, ...replica, byHand: [...liftByHand({ ...database, primary: replica }, fence)] };
  // A drain closes no gate.
  const byHand = liftByHand(database, { ...fence, writersKey: null });
  return { id, ...primary, byHand: [...unlessPromoted(database, undecided('PromoteReplica')), ...byHand] };
}
