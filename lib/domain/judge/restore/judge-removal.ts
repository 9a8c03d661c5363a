import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { judgeLeftovers } from '../judge-cleanup.ts';
import { count } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';

/** Whether everything that was restored is gone, as the control planes say. */
export function judgeRemoval(facts: RunFacts): Finding {
  return worstOf([judgeLeftovers(facts.outcome('CleanUp')), judgeRemoved(facts)]);
}

/** One that an attempt before has removed is not in the last one's list: that it is gone, clean-up says. */
function judgeRemoved(facts: RunFacts): Finding {
  const seen = facts.outcome('RemoveRestored');
  if (!seen) return inconclusive('whether the restored instances were removed is not on record');
  const [left] = seen.left;
  if (left) return missed(`${left.region}/${left.instance} is left: ${left.reason}`);
  return met(`${count(seen.removed.length, 'restored instance')} removed, and known to no control plane`);
}
