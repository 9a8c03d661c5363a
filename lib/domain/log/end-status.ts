import type { RunFacts } from '../judge/run-facts.ts';
import type { WorkflowFailure } from '../record/shared-outcomes.ts';
import type { EndLeaf } from './log-leaf.ts';

/** How a workflow ended, by what it failed with. */
export function endStatus(failure: WorkflowFailure | null): EndLeaf['status'] {
  if (failure === null) return 'completed';
  return failure.error === 'RunAborted' ? 'aborted' : 'failed';
}

/** What a run had come to when its record was sealed; null where that is not on record. */
export function sealedStatus(facts: RunFacts): EndLeaf['status'] | null {
  const closing = facts.outcome('SealRecord');
  return closing && endStatus(closing.failure);
}
