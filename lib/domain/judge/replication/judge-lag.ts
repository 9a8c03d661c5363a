import { againstObjective } from '../../measurement/against-objective.ts';
import { toSeconds } from '../../measurement/interval.ts';
import type { MeasuredLag } from '../../measurement/lag-interval.ts';
import { durationWords } from '../duration-words.ts';
import { type Finding, inconclusive, missed } from '../finding.ts';
import { againstInWords } from '../reason-words.ts';

/** What a loss would have cost, against the objective. */
export function judgeLag(id: string, measured: MeasuredLag | null, objectiveSeconds: number): Finding {
  if (!measured) return inconclusive(`the lag of ${id} was not measured`);
  const { lag, atLeast } = measured;
  if (lag) {
    const verdict = againstObjective(lag, objectiveSeconds);
    return { verdict, reason: `a loss would have cost ${id} ${againstInWords(lag, objectiveSeconds)}` };
  }
  const reason = `a row of ${id} was not on the replica for ${durationWords(toSeconds(atLeast))}, and was waited for no longer`;
  return toSeconds(atLeast) > objectiveSeconds ? missed(reason) : inconclusive(reason);
}
