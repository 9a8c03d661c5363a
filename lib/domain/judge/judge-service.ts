import { againstObjective } from '../measurement/against-objective.ts';
import { type Finding, inconclusive } from './finding.ts';
import type { MeasuredService } from './measure-run.ts';
import { againstInWords } from './reason-words.ts';

/** A service's recovery time against its own objective. */
export function judgeService({ service, rto, checks }: MeasuredService): Finding {
  if (checks === 0) return inconclusive(`no health check of service ${service.name} was made`);
  if (!rto) return inconclusive(`service ${service.name} did not answer again while it was observed`);
  const verdict = againstObjective(rto, service.rtoSeconds);
  return {
    verdict,
    reason: `service ${service.name} answered after ${againstInWords(rto, service.rtoSeconds)}`,
  };
}
