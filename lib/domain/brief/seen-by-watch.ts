import { type Instant, parseInstant, secondsBetween } from '../instant.ts';
import { outageFinding } from '../ledger/outage-finding.ts';
import type { HeartbeatStatus } from '../run/heartbeat-input.ts';
import { type Fact, known, unknown } from './fact.ts';
import type { LossSeen } from './loss-seen.ts';

/** A status is written once a second; one that is older than this says nothing of now. */
const FRESH_SECONDS = 15;

/** What the writers of a watch have seen, one status a database: the first that found an outage says what is lost. */
export function seenByWatch(statuses: readonly HeartbeatStatus[], now: Instant): Fact<LossSeen> {
  const fresh = statuses.filter(({ at }) => secondsBetween(parseInstant(at), now) <= FRESH_SECONDS);
  if (fresh.length === 0) return unknown('the watch says nothing any more');
  const [first] = fresh
    .flatMap(({ detectedAt, evidence }) => (detectedAt === null ? [] : [{ detectedAt, evidence }]))
    .toSorted((a, b) => a.detectedAt.localeCompare(b.detectedAt, 'en'));
  if (first) return known({ finding: outageFinding(first.evidence), evidence: first.evidence, by: 'watch' });
  if (fresh.some(({ failing }) => failing))
    return unknown("heartbeats fail, and not for long enough by the plan's rule");
  return known({ finding: 'nothing-seen', evidence: [], by: 'watch' });
}
