import type { OutcomeOf } from '../record/outcomes.ts';
import type { RunFacts } from './run-facts.ts';

type Without = NonNullable<OutcomeOf<'PromoteReplica'>['without']>;

/** The databases that a run has gone on without, at a person's word, with what was seen of their replicas. */
export function goneWithout({ outcome }: Pick<RunFacts, 'outcome'>): Without {
  return [outcome('PromoteReplica'), outcome('ProvePromotion')].flatMap((done) => done?.without ?? []);
}
