import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import type { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';

/** Judges files that are a failover's. */
export function judgedFailover(...given: Parameters<typeof judgeRun>): FailoverJudgement {
  const judgement = judgeRun(...given);
  if (judgement.kind !== 'failover') throw new Error(`a ${judgement.kind} was judged, and no failover`);
  return judgement;
}
