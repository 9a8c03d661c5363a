import type { Instant } from '../../instant.ts';
import { legState } from '../../record/leg-state.ts';
import type { OutcomeOf, StateName } from '../../record/outcomes.ts';
import { type Leg, onLeg } from '../../run/leg.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import type { RunFacts } from '../run-facts.ts';

/** What is on record of one leg, by the names that the states have on the way there. */
export interface LegFacts {
  readonly leg: Leg;
  /** The run as this leg sees it: its primary is the one that is given up. */
  readonly input: SwitchoverInput;
  readonly outcome: <S extends StateName>(state: S) => OutcomeOf<S> | null;
  readonly enteredAt: (state: StateName) => Instant | null;
  readonly exitedAt: (state: StateName) => Instant | null;
  /** Samples from here on and before there belong to this leg. */
  readonly from: Instant;
  readonly to: Instant;
}

/** The legs that were begun, in their order. */
export function legsOf(input: SwitchoverInput, facts: RunFacts): readonly LegFacts[] {
  const legs: readonly Leg[] =
    facts.enteredAt('DiscoverDatabasesBack') === null ? ['there'] : ['there', 'back'];
  return legs.map((leg) => legFacts(leg, input, facts));
}

function legFacts(leg: Leg, input: SwitchoverInput, facts: RunFacts): LegFacts {
  const back = facts.enteredAt('DrainWritersBack');
  const end = facts.enteredAt('StopHeartbeat') ?? Number.POSITIVE_INFINITY;
  return {
    leg,
    input: onLeg(input, leg),
    outcome: (state) => facts.outcome(state, leg),
    enteredAt: (state) => facts.enteredAt(legState(state, leg)),
    exitedAt: (state) => facts.exitedAt(legState(state, leg)),
    from: leg === 'back' ? (facts.enteredAt('DiscoverDatabasesBack') ?? end) : Number.NEGATIVE_INFINITY,
    to: leg === 'there' ? (back ?? end) : end,
  };
}
