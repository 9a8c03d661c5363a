import { legState } from '../../domain/record/leg-state.ts';
import { OUTCOMES, type OutcomeOf, type StateName } from '../../domain/record/outcomes.ts';
import type { Leg } from '../../domain/run/leg.ts';
import type { StepEvent } from './step-event.ts';

/** What a step knows of the states before it. */
export interface KnownOnLeg {
  /** The outcome of an earlier state, on the way back of that leg's own. @throws ZodError when that state has not run. */
  readonly seen: <S extends StateName>(state: S) => OutcomeOf<S>;
  /** The same, or null when that state has not run. */
  readonly maybe: <S extends StateName>(state: S) => OutcomeOf<S> | null;
  /** Whether a state, the one that failed or one that was left out after it had failed, began a change of which it is not known whether it was made. */
  readonly undecided: (state: StateName) => boolean;
}

/** Of an event, what tells of the states before it. */
interface Told extends Pick<StepEvent, 'outcomes' | 'failure' | 'skipped'> {
  readonly run: Pick<StepEvent['run'], 'finish'>;
}

/** What is known of the states of a leg, by the names that they have there. */
export function knownOnLeg(event: Told, leg: Leg): KnownOnLeg {
  const outcomeOf = (state: StateName) => event.outcomes[legState(state, leg)];
  const maybe: KnownOnLeg['maybe'] = (state) =>
    outcomeOf(state) === undefined ? null : OUTCOMES[state].parse(outcomeOf(state));
  return {
    seen: (state) => OUTCOMES[state].parse(outcomeOf(state)),
    maybe,
    undecided: (state) => {
      const own: string = legState(state, leg);
      const announced = [
        event.failure?.state,
        ...(event.skipped ?? []),
        ...(event.run.finish?.undecided ?? []),
      ];
      return maybe(state) === null && announced.includes(own);
    },
  };
}
