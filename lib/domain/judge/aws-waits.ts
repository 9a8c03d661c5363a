import { type Instant, parseInstant } from '../instant.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import type { Interval } from '../measurement/interval.ts';
import { lookedAt } from '../record/pending-look.ts';
import { recoveryServer, type RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';

/** A call may have been sent so long before the engine noted that it had failed: the SDK's time-outs, together. */
const CALL_MICROS = 3_000_000;

/**
 * Stretches of time in which the record shows that AWS was waited for; they may overlap. Each begins when a call was
 * sent or accepted and ends when the last look began that found AWS not done: what passed from that look until somebody
 * noticed the end is not among them, and neither is anything that no instant on record shows.
 */
export function awsWaits(run: RunMeasurement, facts: RunFacts): readonly Interval[] {
  const waits = [
    ...calls(facts),
    ...refusals(facts),
    ...promotions(facts),
    ...run.databases.map((database) => following(database, facts)),
    ...reaching(run, facts),
  ];
  return waits.flatMap(({ from, to }) =>
    from !== null && to !== null && to > from ? [{ low: from, high: to }] : [],
  );
}

interface Wait {
  readonly from: Instant | null;
  readonly to: Instant | null;
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

/** Clients follow the switch when health check and DNS do: until the last attempt that was still led elsewhere. */
function following({ id, attempts, outage }: DatabaseMeasurement, facts: RunFacts): Wait {
  const from = switchedAt(facts);
  const server = recoveryServer(id, facts);
  const end = outage?.recovered?.sent ?? null;
  if (from === null || end === null) return { from: null, to: null };
  const elsewhere = attempts.filter((one) => one.sent > from && one.sent < end && one.server !== server);
  return { from, to: elsewhere.at(-1)?.sent ?? null };
}

/** The same for the services: until the last check that nothing answered. An answer, if ill, is a service's own time. */
function reaching({ services, recovery }: RunMeasurement, facts: RunFacts): readonly Wait[] {
  const from = switchedAt(facts);
  const end = recovery?.high ?? null;
  if (from === null || end === null) return [];
  const required = new Set(services.filter((one) => one.service.required).map((one) => one.service.name));
  const unanswered = facts.health
    .filter(({ service, healthy, detail }) => required.has(service) && !healthy && !isAnswer(detail))
    .map(({ sent }) => parseInstant(sent))
    .filter((sent) => sent < end);
  return unanswered.length === 0 ? [] : [{ from, to: Math.max(...unanswered) }];
}

/** As the probe words it when a server spoke HTTP at all. */
function isAnswer(detail: string): boolean {
  return detail.startsWith('HTTP ');
}

function switchedAt(facts: RunFacts): Instant | null {
  return instant(facts.outcome('SwitchTraffic')?.switchedAt);
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
