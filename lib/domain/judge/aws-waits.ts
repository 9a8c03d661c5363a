import { type Instant, parseInstant } from '../instant.ts';
import type { Interval } from '../measurement/interval.ts';
import { lookedAt } from '../record/pending-look.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import type { RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { switchWaits } from './switch-waits.ts';
import type { Wait } from './wait.ts';

/** A call may have been sent so long before the engine noted that it had failed: the SDK's time-outs, together. */
const CALL_MICROS = 3_000_000;

/**
 * Stretches of time in which the record shows that AWS was waited for; they may overlap. Each begins when a call was
 * sent or accepted and ends when the last look began that found AWS not done: what passed from that look until somebody
 * noticed the end is not among them, and neither is anything that no instant on record shows.
 */
export function awsWaits(input: FailoverInput, run: RunMeasurement, facts: RunFacts): readonly Interval[] {
  const waits = [
    ...calls(facts),
    ...refusals(facts),
    ...promotions(facts),
    ...switchWaits(input, run, facts),
  ];
  return waits.flatMap(({ from, to }) =>
    from !== null && to !== null && to > from ? [{ low: from, high: to }] : [],
  );
}

function calls(facts: RunFacts): readonly Wait[] {
  const jobs = facts.outcome('StopBackgroundJobs');
  const traffic = facts.outcome('SwitchTraffic');
  const promoted = facts.outcome('PromoteReplica')?.databases ?? [];
  return [
    { from: instant(jobs?.requestedAt), to: instant(jobs?.stoppedAt) },
    ...promoted.map(({ requestedAt, acceptedAt }) => ({
      from: instant(requestedAt),
      to: instant(acceptedAt),
    })),
    { from: instant(traffic?.requestedAt), to: instant(traffic?.switchedAt) },
  ];
}

/** RDS refuses to promote what is backing up: from its first refusal to the sending of the call that met the last. */
function refusals(facts: RunFacts): readonly Wait[] {
  const refused = failuresOf(facts, 'PromoteReplica', 'PromotionRefused').map(({ at }) => at);
  return refused.length === 0 ? [] : [{ from: Math.min(...refused), to: Math.max(...refused) - CALL_MICROS }];
}

/** From the acceptance of each promotion until it was last seen not done, by the proof or by an attempt at it. */
function promotions(facts: RunFacts): readonly Wait[] {
  const looks = failuresOf(facts, 'ProvePromotion', 'PromotionPending').flatMap(
    ({ cause }) => lookedAt(cause) ?? [],
  );
  const ofAttempts = looks.length === 0 ? null : Math.max(...looks);
  const proofs = facts.outcome('ProvePromotion')?.databases ?? [];
  const accepted = facts.outcome('PromoteReplica')?.databases ?? [];
  const waits = accepted.map(({ id, acceptedAt }) => {
    const proof = proofs.find((one) => one.id === id);
    return { from: instant(acceptedAt), to: instant(proof?.lastPendingAt) };
  });
  // Which of several databases an attempt found pending the engine does not know: one at least.
  const earliest = waits.map(({ from }) => from).filter((from) => from !== null);
  return [...waits, { from: earliest.length === 0 ? null : Math.min(...earliest), to: ofAttempts }];
}

/** The engine names no state with a failure: it belongs to the one that was entered and not yet left. */
function failuresOf(facts: RunFacts, state: string, error: string) {
  const entered = facts.enteredAt(state) ?? Number.POSITIVE_INFINITY;
  const exited = facts.exitedAt(state) ?? Number.POSITIVE_INFINITY;
  return facts.entries
    .filter((entry) => entry.kind === 'history')
    .filter((entry) => entry.error === error)
    .map(({ at, cause }) => ({ at: parseInstant(at), cause }))
    .filter(({ at }) => at >= entered && at <= exited);
}

function instant(text: string | null | undefined): Instant | null {
  return text ? parseInstant(text) : null;
}
