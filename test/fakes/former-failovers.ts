import { known } from '../../lib/domain/brief/fact.ts';
import type { FormerFailover } from '../../lib/domain/brief/former-failover.ts';
import { planOf, SMALL_PLAN } from '../unit/domain/plan/small-plan.ts';

/** A rehearsal of the small plan that passed. */
export function drilled(other: Partial<FormerFailover> = {}): FormerFailover {
  return {
    run: 'small-1',
    at: '2027-03-08T03:00:00.000000Z',
    scope: 'rehearsal',
    verdict: 'met',
    rtoSeconds: 3.2,
    rpoSeconds: 0.06,
    planSha256: 'a'.repeat(64),
    phases: [
      { name: 'detect', seconds: 0.3, awsSeconds: 0 },
      { name: 'promote', seconds: 2, awsSeconds: 1.5 },
      { name: 'verify', seconds: 0.9, awsSeconds: 0 },
    ],
    prepareSeconds: 5.2,
    plan: known(planOf(SMALL_PLAN)),
    ...other,
  };
}
