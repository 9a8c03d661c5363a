import { type Instant } from '../../instant.ts';
import { againstObjective } from '../../measurement/against-objective.ts';
import { type Interval, notNegative, toSeconds } from '../../measurement/interval.ts';
import type { RestoreInput } from '../../run/restore-input.ts';
import type { RestoreJudgement } from '../../run/restore-judgement.ts';
import { type Finding, inconclusive, worstOf } from '../finding.ts';
import { againstInWords } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** What a restore drill measures, each null where it did not come so far. */
export interface RestoreMeasurement {
  readonly declaredAt: Instant | null;
  readonly verifiedAt: Instant | null;
  /** From the decision to the verified copy. */
  readonly rto: Interval | null;
  /** What was committed that long before the decision, the restored copies would not have: the worst of them. */
  readonly rpo: Interval | null;
}

export function measureRestore(facts: RunFacts, databases: readonly RestoredDatabase[]): RestoreMeasurement {
  const declaredAt = facts.enteredAt('DeclareRestore');
  const verifiedAt = facts.outcome('VerifyRestored') === null ? null : facts.exitedAt('VerifyRestored');
  const took = declaredAt === null || verifiedAt === null ? null : verifiedAt - declaredAt;
  const losses = databases.flatMap(({ reach }) => lossOf(declaredAt, reach));
  return {
    declaredAt,
    verifiedAt,
    rto: took === null || took < 0 ? null : { low: took, high: took },
    rpo:
      losses.length < databases.length || losses.length === 0
        ? null
        : {
            low: Math.max(...losses.map(({ low }) => low)),
            high: Math.max(...losses.map(({ high }) => high)),
          },
  };
}

function lossOf(declaredAt: Instant | null, reach: Interval | null): readonly Interval[] {
  if (declaredAt === null || !reach) return [];
  return [notNegative({ low: declaredAt - reach.high, high: declaredAt - reach.low })];
}

/**
 * A time that is over the objective is over it whatever stood in the end. One within it counts only for a copy of which
 * content and order are proven: before that nothing was restored yet.
 */
export function judgeRestoreTime(
  { objectives }: RestoreInput,
  { declaredAt, verifiedAt, rto }: RestoreMeasurement,
  proofs: readonly Finding[],
): Finding {
  if (declaredAt !== null && verifiedAt !== null && verifiedAt < declaredAt)
    return inconclusive('the record has the copy verified before it was decided to restore it');
  if (!rto) return inconclusive('no restored copy was verified');
  const verdict = againstObjective(rto, objectives.rtoSeconds);
  const unproven = proofs.find((proof) => proof.verdict !== 'met');
  if (verdict === 'met' && unproven)
    return inconclusive(`what was restored is not proven to be what it had to be: ${unproven.reason}`);
  return { verdict, reason: `from decided to verified ${againstInWords(rto, objectives.rtoSeconds)}` };
}

export function judgeRestorePoint(
  { objectives }: RestoreInput,
  { declaredAt }: RestoreMeasurement,
  databases: readonly RestoredDatabase[],
): Finding {
  return worstOf(
    databases.map(({ id, reach }) => {
      const [loss] = lossOf(declaredAt, reach);
      if (!loss) return inconclusive(`until when ${id} was restored is not proven`);
      const verdict = againstObjective(loss, objectives.rpoSeconds);
      return { verdict, reason: `${id} would lack ${againstInWords(loss, objectives.rpoSeconds)}` };
    }),
  );
}

export function asMeasure(interval: Interval | null, targetSeconds: number): RestoreJudgement['rto'] {
  if (!interval) return null;
  const [lowSeconds, highSeconds] = [toSeconds(interval.low), toSeconds(interval.high)];
  return { seconds: highSeconds, lowSeconds, highSeconds, targetSeconds };
}
