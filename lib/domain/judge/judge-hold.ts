import { type Instant, parseInstant, secondsBetween } from '../instant.ts';
import { type HoldWatch, watchHold } from '../measurement/hold-watch.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { RunInput } from '../run/run-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import { recoveryServer, type RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { count } from './reason-words.ts';
import { durationWords } from './duration-words.ts';

/** Step Functions stamps events in whole milliseconds; a wait may read shorter by two of them. */
const STAMP_ERROR_SECONDS = 0.002;

/** Seconds from the services' verification to the end of the hold; null when it was not held. */
export function heldSeconds(facts: RunFacts): number | null {
  const [from, to] = [facts.exitedAt('VerifyServices'), facts.exitedAt('Hold')];
  return from === null || to === null ? null : secondsBetween(from, to);
}

/** Whether the recovery site carried the service for as long as the plan wants it to. */
export function judgeHold(input: RunInput, run: RunMeasurement, facts: RunFacts): Finding {
  const [from, to] = [facts.exitedAt('VerifyServices'), facts.exitedAt('Hold')];
  if (from === null || to === null)
    return inconclusive('the recovery site was not held: the hold never ended');
  const held = secondsBetween(from, to);
  return worstOf([
    ...(held + STAMP_ERROR_SECONDS < input.holdSeconds
      ? [inconclusive(`held for ${durationWords(held)}; the plan wants ${durationWords(input.holdSeconds)}`)]
      : [met(`held for ${durationWords(held)}`)]),
    ...run.databases.map(({ id, attempts }) => {
      const watch = watchHold({
        attempts,
        recoveryServer: recoveryServer(id, facts),
        from,
        to,
        allowedGapSeconds: Math.max(input.detect.withinSeconds, 2 * input.heartbeat.attemptTimeoutSeconds),
      });
      return judgeWatch(id, watch);
    }),
    ...judgeServices(input, facts, { from, to }),
  ]);
}

function judgeWatch(id: string, { good, bad, longestGap, allowedGap }: HoldWatch): Finding {
  if (bad.length > 0) return missed(`${count(bad.length, 'heartbeat')} of ${id} failed during the hold`);
  if (longestGap > allowedGap) {
    return inconclusive(`${id} was not watched for ${durationWords(toSeconds(longestGap))} of the hold`);
  }
  return met(`${count(good, 'heartbeat')} of ${id} acknowledged during the hold`);
}

function judgeServices(
  input: RunInput,
  facts: RunFacts,
  hold: { from: Instant; to: Instant },
): readonly Finding[] {
  const required = input.services.filter((service) => service.required);
  return required.flatMap(({ name }) => {
    const failed = facts.health.filter(
      ({ service, healthy, sent }) => service === name && !healthy && isWithin(parseInstant(sent), hold),
    );
    return failed.length
      ? [missed(`${count(failed.length, 'health check')} of service ${name} failed during the hold`)]
      : [];
  });
}

function isWithin(instant: Instant, { from, to }: { from: Instant; to: Instant }): boolean {
  return instant >= from && instant < to;
}
