import type { PeopleRequest } from './people-request.ts';

/**
 * What an abort leads to that is said to a question, as a sentence. A promotion that failed, or of which no answer came,
 * may have happened all the same: the run finds out, and only then it is known which way it goes.
 */
export function abortWords({ about }: Pick<PeopleRequest, 'about'>): string {
  return about === 'PromoteReplica'
    ? 'Abort: the run looks what became of the promotion; it goes back if nothing was promoted, and forward to its end if something was.'
    : 'Abort: nothing was promoted, so everything goes back to how it was.';
}
