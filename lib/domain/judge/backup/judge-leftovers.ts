import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { judgeLeftovers } from '../judge-cleanup.ts';
import type { RunFacts } from '../run-facts.ts';

/** Whether nothing of the run is left but backups. */
export function judgeBackupCleanup(facts: RunFacts): Finding {
  return worstOf([judgeLeftovers(facts.outcome('CleanUp')), judgeIncomplete(facts)]);
}

function judgeIncomplete(facts: RunFacts): Finding {
  const seen = facts.outcome('RemoveIncomplete');
  if (!seen) return inconclusive('whether a snapshot is left that is no backup is not on record');
  const [left] = seen.left;
  if (left) return missed(`the snapshot ${left.snapshot} is no backup and is left: ${left.reason}`);
  return met('no snapshot is left that is no backup');
}
