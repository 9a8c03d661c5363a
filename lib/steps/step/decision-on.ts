import { OUTCOMES, type OutcomeOf } from '../../domain/record/outcomes.ts';
import type { StepEvent } from './step-event.ts';

/** What a person has said last, if that was said of this very state after it had failed; null otherwise. */
export function decisionOn({
  outcomes,
  state,
}: Pick<StepEvent, 'outcomes' | 'state'>): OutcomeOf<'RequestDecision'>['answer'] | null {
  const { data } = OUTCOMES.RequestDecision.safeParse(outcomes['RequestDecision']);
  return data?.about === state ? data.answer : null;
}
