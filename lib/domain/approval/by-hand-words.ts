import { isAdoptable } from '../run/adopted.ts';
import type { PeopleRequest } from './people-request.ts';

/**
 * How a failed step is done by hand without ending the run that waits for it, as a sentence; null where there is nothing
 * to be done by hand. The runbook begins by taking the lock, and a run whose lock is taken changes nothing any more.
 */
export function byHandWords({
  about,
  choices,
  run,
  generation,
}: Pick<PeopleRequest, 'about' | 'choices' | 'run' | 'generation'>): string | null {
  if (!choices.includes('take-over') || !isAdoptable(about)) return null;
  return `By hand: do that step of the runbook; in the place of its lock type RUN=${run} GENERATION=${generation}. To take the lock would end this run.`;
}
