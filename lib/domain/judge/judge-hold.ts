import { type Instant, parseInstant, secondsBetween } from '../instant.ts';
import { firstOutage, type HoldWatch, watchHold } from '../measurement/hold-watch.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { TimedAttempt } from '../measurement/timed-attempt.ts';
import { watcherStall } from '../measurement/watcher-stall.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import type { MoveInput } from '../run/move-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import { recoveryServer, type RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { count } from './reason-words.ts';
import { durationWords } from './duration-words.ts';

/** Step Functions stamps events in whole milliseconds; a wait may read shorter by two of them. */
const STAMP_ERROR_SECONDS = 0.002;

/** Seconds that the workflow was in the state that holds; null when it was not held, or that never ended. */
export function heldSeconds(facts: RunFacts): number | null {
  const { from, to } = holdOf(facts);
  return from === null || to === null ? null : secondsBetween(from, to);
}

/** By the state's own events: the one before it may have failed, minutes before people had it left out. */
export function holdOf(facts: RunFacts): Pick<Held, 'from' | 'to'> {
  return { from: facts.enteredAt('Hold'), to: facts.exitedAt('Hold') };
}

/**
 * Whether the recovery site carried the service for as long as the plan wants it to. What counts as an outage is the
 * plan's own rule of detection; heartbeats and checks that failed without one are named, and miss nothing.
 */
export function judgeHold(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Finding {
  const databases = run.databases.map(({ id, attempts }) => {
    return { id, attempts, server: recoveryServer(id, facts) };
  });
  return judgeHeld(input, facts, { databases, ...holdOf(facts) });
}

/** Who served during a hold, and between which of the workflow's instants that was; null when it never ended. */
export interface Held {
  readonly databases: readonly {
    readonly id: string;
    readonly attempts: readonly TimedAttempt[];
    readonly server: string | null;
  }[];
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** The same for any run that moves the service. */
export function judgeHeld(input: MoveInput, facts: RunFacts, { databases, from, to }: Held): Finding {
  if (from === null || to === null)
    return inconclusive('the recovery site was not held: the hold never ended');
  const held = secondsBetween(from, to);
  const all = databases.flatMap(({ attempts }) => attempts);
  return worstOf([
    ...(held + STAMP_ERROR_SECONDS < input.holdSeconds
      ? [inconclusive(`held for ${durationWords(held)}; the plan wants ${durationWords(input.holdSeconds)}`)]
      : [met(`held for ${durationWords(held)}`)]),
    ...databases.map(({ id, attempts, server }) => {
      const watch = watchHold({
        attempts,
        recoveryServer: server,
        from,
        to,
        detect: input.detect,
        allowedGapSeconds: Math.max(input.detect.withinSeconds, 2 * input.heartbeat.attemptTimeoutSeconds),
      });
      return judgeWatch(id, watch, believed(input, attempts));
    }),
    ...judgeServices(input, facts, { from, to, outage: believed(input, all) }),
  ]);
}

/** An outage by the plan's rule, or why it is not known to be one. */
type JudgeOutage = (words: string, at: Instant) => Finding;

/** An outage is believed of a watcher that was awake while it saw it. */
function believed(input: MoveInput, attempts: readonly TimedAttempt[]): JudgeOutage {
  const { detect, heartbeat } = input;
  return (words, at) => {
    const from = at - detect.withinSeconds * 1e6;
    const stall = watcherStall({ attempts, from, to: at, ...heartbeat });
    const outage = `${words}, an outage by the plan's rule of detection`;
    if (stall === 0) return missed(outage);
    return inconclusive(
      `${outage}; but the heartbeat itself stood still for ${durationWords(toSeconds(stall))} then`,
    );
  };
}

function judgeWatch(
  id: string,
  { good, bad, outageAt, longestGap, allowedGap }: HoldWatch,
  outage: JudgeOutage,
): Finding {
  const failed = `${count(bad.length, 'heartbeat')} of ${id} failed during the hold`;
  if (outageAt !== null) return outage(failed, outageAt);
  if (longestGap > allowedGap) {
    return inconclusive(`${id} was not watched for ${durationWords(toSeconds(longestGap))} of the hold`);
  }
  const kept = `${count(good, 'heartbeat')} of ${id} acknowledged during the hold`;
  return met(bad.length > 0 ? `${kept}, ${bad.length} not: no outage by the plan's rule of detection` : kept);
}

function judgeServices(
  input: MoveInput,
  facts: RunFacts,
  hold: { from: Instant; to: Instant; outage: JudgeOutage },
): readonly Finding[] {
  const required = input.services.filter((service) => service.required);
  return required.flatMap(({ name }) => {
    const checks = facts.health
      .filter(({ service, sent }) => service === name && isWithin(parseInstant(sent), hold))
      .map(({ answered, healthy }) => ({ at: parseInstant(answered), good: healthy }));
    if (checks.length === 0)
      return [inconclusive(`no health check of service ${name} was made during the hold`)];
    const failed = checks.filter(({ good }) => !good).length;
    if (failed === 0) return [];
    const words = `${count(failed, 'health check')} of service ${name} failed during the hold`;
    const outageAt = firstOutage(input.detect, checks);
    return [
      outageAt === null
        ? met(`${words}: no outage by the plan's rule of detection`)
        : hold.outage(words, outageAt),
    ];
  });
}

function isWithin(instant: Instant, { from, to }: { from: Instant; to: Instant }): boolean {
  return instant >= from && instant < to;
}
