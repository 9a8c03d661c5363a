import type { BriefFacts, BriefRequest } from '../../lib/domain/brief/make-failover-brief.ts';
import { known, unknown } from '../../lib/domain/brief/fact.ts';
import type { Evidence } from '../../lib/domain/ledger/outage-finding.ts';
import { parseInstant } from '../../lib/domain/instant.ts';
import type { TimedAttempt } from '../../lib/domain/measurement/timed-attempt.ts';
import { planOf, SMALL_PLAN } from '../unit/domain/plan/small-plan.ts';
import { attempt, unanswered } from './attempts.ts';
import { drilled } from './former-failovers.ts';

const START = parseInstant('2027-03-10T03:00:00.000000Z');
const SECOND = 1_000_000;

/** Approved by one of two people, of whom one is on call. */
export const APPROVED_PLAN = `${SMALL_PLAN}approvals:
  people: [{ name: Ada, contact: '+49 1' }, { name: Ben }, { name: Cid }]
  real: { needed: 1, timeout: PT10M }
`;

export function requestFor(plan: string, other: Partial<BriefRequest> = {}): BriefRequest {
  return {
    plan: planOf(plan),
    target: 'aws',
    file: 'plans/small.yaml',
    sha256: 'a'.repeat(64),
    initiator: 'Ada',
    reason: '',
    despite: null,
    staleEvidence: null,
    pastLever: null,
    breakGlass: null,
    ...other,
  };
}

/** Ten good seconds, an attempt every 20 ms; then the region is gone for half a minute. */
function attempts(): readonly TimedAttempt[] {
  const good = Array.from({ length: 500 }, (_, index) => attempt(20 * index));
  return [...good, unanswered(10_000), unanswered(10_120)].map((one) => ({
    ...one,
    sent: START + one.sent,
    answered: START + one.answered,
  }));
}

function look(vantage: string, subject: Evidence['subject'], shows: Evidence['shows']): Evidence {
  return { vantage, subject, seen: 'no answer for 1000 ms', shows, at: '2027-03-10T03:00:39.000000Z' };
}

/** All that can be seen when the region of the primary is lost, by a watch that stood before. */
export function lostRegion(other: Partial<BriefFacts> = {}): BriefFacts {
  const now = START + 40 * SECOND;
  return {
    now,
    view: known({
      finding: 'region-lost',
      recommendation: 'fail over',
      reason: 'nothing in eu-central-1 answers eu-west-1, and no user is served from there',
      vantages: [{ region: 'eu-west-1', role: 'recovery', answered: true, failure: '' }],
      services: [],
      databases: [],
      evidence: [
        ...['eu-west-1', 'eu-north-1'].flatMap((vantage) => [
          look(vantage, 'regional-api', 'silence'),
          look(vantage, 'endpoint', 'silence'),
          look(vantage, 'service', 'silence'),
          look(vantage, 'service', 'silence'),
        ]),
        look('eu-central-1', 'probe', 'nothing'),
      ],
    }),
    seenByWatch: unknown('no watch runs'),
    regions: [
      {
        role: 'primary',
        region: 'eu-central-1',
        answers: false,
        seen: 'does not answer: no answer within 2 s',
      },
      { role: 'recovery', region: 'eu-west-1', answers: true, seen: 'answers, app-west is available' },
    ],
    activeSite: known('east'),
    services: [
      { name: 'a', required: true, served: false, seen: 'no answer within 1 s' },
      { name: 'b', required: true, served: false, seen: 'no answer within 1 s' },
    ],
    watch: known({
      run: 'watch-1',
      startedAt: '2027-03-01T00:00:00.000000Z',
      intervalSeconds: 0.02,
      samePlan: true,
      whole: true,
    }),
    databases: [
      {
        id: 'db',
        heartbeat: unknown('no answer within 2 s'),
        watched: known({
          id: 'db',
          now,
          intervalSeconds: 0.02,
          status: { at: now - SECOND, lastGoodAt: START + 9_982_000, failing: true },
          attempts: attempts(),
          stale: [],
          statistics: [],
        }),
        replica: known({
          claimedLagSeconds: 0.04,
          arrived: Array.from({ length: 495 }, (_, seq) => ({ segment: 0, seq, sent: START + seq * 20_000 })),
        }),
      },
    ],
    former: known([drilled({ scope: 'live' })]),
    conflict: known(null),
    lever: known(null),
    buckets: [],
    ...other,
  };
}
