import type { CheckedRpo } from '../../lib/domain/alarm/checked-rpo.ts';
import type { Verdict } from '../../lib/domain/run/judgement-parts.ts';
import { formatInstant, type Instant } from '../../lib/domain/instant.ts';

const HIGH_SECONDS = { met: 0.02, missed: 90, inconclusive: 61 } as const;

/** A check of the plan `orders`, with an objective of a minute, that ended at an instant with a verdict. */
export function checkedRpo(at: Instant, verdict: Verdict, changed: Partial<CheckedRpo> = {}): CheckedRpo {
  const rpo = { lowSeconds: verdict === 'missed' ? 80 : 0.01, highSeconds: HIGH_SECONDS[verdict] };
  return {
    schemaVersion: 1,
    plan: 'orders',
    run: `run-${at}`,
    scope: 'rehearsal',
    at: formatInstant(at),
    measuredAt: formatInstant(at),
    objectiveSeconds: 60,
    rpo,
    databases: [{ id: 'orders', ...rpo }],
    verdict,
    reason: `it was ${verdict}`,
    ...changed,
  };
}
