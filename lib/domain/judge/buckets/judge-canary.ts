import { parseInstant } from '../../instant.ts';
import { isSame } from '../../inventory/sight-canary.ts';
import { againstObjective } from '../../measurement/against-objective.ts';
import { type Interval, notNegative, toSeconds } from '../../measurement/interval.ts';
import type { CanarySighting, RemovedCanary, SentCanaryEntry } from '../../record/bucket-outcomes.ts';
import type { BucketPair } from '../../run/run-parts.ts';
import { durationWords } from '../duration-words.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { againstInWords } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';
import type { BucketFinding } from './bucket-finding.ts';

/** How long a canary may take: as the plan has it, and what the objective allows to be lost. */
export interface CanaryLimits {
  readonly timeoutSeconds: number;
  readonly rpoSeconds: number;
}

/** How long each pair's canary was on its way, and whether that is within both limits. */
export function judgeCanaries(
  pairs: readonly BucketPair[],
  facts: RunFacts,
  limits: CanaryLimits,
): readonly BucketFinding[] {
  return pairs.map(({ id }) => ({ bucket: id, ...judgeOne(id, facts, limits) }));
}

/**
 * From the canary's writing to its being on the replica: at least from its acknowledgement to the last look that did not
 * find it there, at most from its sending to the answer of the first that did. Null when it was never seen there.
 */
export function canaryDelay(
  { sentAt, acknowledgedAt }: SentCanaryEntry,
  { lastUnseenAt, seenAt }: CanarySighting,
): Interval | null {
  if (seenAt === null) return null;
  const low = lastUnseenAt === null ? 0 : parseInstant(lastUnseenAt) - parseInstant(acknowledgedAt);
  return notNegative({ low, high: parseInstant(seenAt) - parseInstant(sentAt) });
}

/** A canary that is still there, or may come back, is something that the run left behind. */
export function judgeCanaryRemoval(pairs: readonly BucketPair[], facts: RunFacts): readonly BucketFinding[] {
  const removed = facts.outcome('RemoveCanary')?.buckets ?? [];
  return pairs.map(({ id }) => {
    const seen = removed.find((one) => one.id === id);
    const finding = seen
      ? judgeRemoved(seen)
      : inconclusive(`it is not known whether ${id}'s canary is gone`);
    return { bucket: id, ...finding };
  });
}

function judgeOne(id: string, facts: RunFacts, limits: CanaryLimits): Finding {
  const sent = facts.outcome('SendCanary');
  const canary = sent?.canaries.find((one) => one.id === id);
  const refused = sent?.refused.find((one) => one.id === id);
  if (refused) return inconclusive(`${id} took no canary: ${refused.problem}`);
  if (!canary) return inconclusive(`${id} was sent no canary`);
  const sighting = facts.outcome('AwaitCanary')?.canaries.find((one) => one.id === id);
  if (!sighting) return inconclusive(`it is not known what became of ${id}'s canary`);
  const delay = canaryDelay(canary, sighting);
  return delay ? judgeArrived(sighting, delay, limits) : judgeUnseen(canary, sighting, limits);
}

function judgeArrived(
  { id, completedAt, sourceStatus }: CanarySighting,
  delay: Interval,
  { timeoutSeconds, rpoSeconds }: CanaryLimits,
): Finding {
  const took = `${id}'s canary took ${againstInWords(delay, rpoSeconds)}`;
  const limit = Math.min(timeoutSeconds, rpoSeconds);
  const arrived: Finding = {
    verdict: againstObjective(delay, limit),
    reason: limit < rpoSeconds ? `${took}, and may take ${durationWords(timeoutSeconds)}` : took,
  };
  if (completedAt !== null) return arrived;
  const said = `its source says ${sourceStatus ?? 'nothing'} and never said that it was replicated`;
  return worstOf([arrived, inconclusive(`${id}'s canary arrived, but ${said}`)]);
}

function judgeUnseen(
  canary: SentCanaryEntry,
  { id, replica, sourceStatus, lastUnseenAt, problem }: CanarySighting,
  { timeoutSeconds, rpoSeconds }: CanaryLimits,
): Finding {
  if (sourceStatus === 'FAILED') return missed(`${id}'s canary was not replicated: S3 gave it up as FAILED`);
  if (replica && sourceStatus === 'COMPLETED' && !isSame(canary, replica))
    return missed(`${id}'s canary arrived as something else than was sent`);
  if (problem !== null) return inconclusive(`${id}'s canary could not be looked for: ${problem}`);
  if (sourceStatus === null) return inconclusive(`no replication rule of ${id} covers its canary`);
  const low = lastUnseenAt === null ? 0 : parseInstant(lastUnseenAt) - parseInstant(canary.acknowledgedAt);
  const words = `${id}'s canary had not arrived ${durationWords(toSeconds(low))} after its writing`;
  const limit = Math.min(timeoutSeconds, rpoSeconds);
  return toSeconds(low) > limit ? missed(words) : inconclusive(`${words}, and was waited for no longer`);
}

function judgeRemoved({ id, key, wasPending, primary, replica }: RemovedCanary): Finding {
  const problems = [primary, replica].flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const left = primary.left + replica.left;
  if (left > 0) return missed(`left behind: ${left} of ${id}'s canary ${key}`);
  if (problems.length > 0)
    return inconclusive(`whether ${id}'s canary is gone could not be asked: ${problems.join('; ')}`);
  if (wasPending && replica.removed === 0)
    return inconclusive(`the copy of ${id}'s canary was still due when its source was removed`);
  return met(`${id}'s canary is gone on both sides`);
}
