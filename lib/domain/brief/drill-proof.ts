import * as z from 'zod';
import { durationWords } from '../judge/duration-words.ts';
import { type Instant, parseInstant, secondsBetween } from '../instant.ts';
import { planChanges } from '../plan/plan-changes.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { factOf, known, unknown } from './fact.ts';
import { DrilledRun, type FormerFailover } from './former-failover.ts';

const PlanChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** What drills have shown of this plan. */
export const DrillProof = z.object({
  /** The newest drill that met all its objectives; null where none did. */
  passed: DrilledRun.extend({
    ageSeconds: z.number(),
    /** Of this very file. */
    samePlan: z.boolean(),
    /** What a run reads that was not so then. */
    changes: factOf(z.array(PlanChange)),
  }).nullable(),
  /** The newest drill, where it came later and did not pass. */
  notPassedSince: DrilledRun.nullable(),
  /** Why it does not count for the plan as it is; null where it does. */
  stale: z.string().nullable(),
});

export type DrillProof = z.infer<typeof DrillProof>;

interface PlanNow {
  readonly plan: RecoveryPlan;
  /** What would be failed over. */
  readonly target: 'sandbox' | 'aws';
  readonly sha256: string;
  readonly now: Instant;
}

/**
 * What former failovers prove of the plan as it is now; they come newest first. A rehearsal that passed is proof for the
 * sandbox alone, and takes nothing back of what a drill elsewhere has shown; one that did not pass counts against the plan
 * everywhere.
 */
export function drillProof(former: readonly FormerFailover[], current: PlanNow): DrillProof {
  const drills = former.filter(
    ({ scope, verdict }) =>
      scope !== 'real' && (scope !== 'rehearsal' || verdict !== 'met' || current.target === 'sandbox'),
  );
  const newest = drills[0];
  const last = drills.find(({ verdict }) => verdict === 'met');
  const passed = last ? passedOf(last, current) : null;
  const notPassedSince = newest && newest.verdict !== 'met' ? asDrilled(newest) : null;
  return { passed, notPassedSince, stale: staleness({ passed, notPassedSince }, current.plan) };
}

function asDrilled({
  run,
  at,
  scope,
  verdict,
  rtoSeconds,
  rpoSeconds,
  planSha256,
}: FormerFailover): DrilledRun {
  return { run, at, scope, verdict, rtoSeconds, rpoSeconds, planSha256 };
}

function passedOf(last: FormerFailover, { plan, sha256, now }: PlanNow): NonNullable<DrillProof['passed']> {
  const samePlan = last.planSha256 === sha256;
  return {
    ...asDrilled(last),
    ageSeconds: Math.max(0, secondsBetween(parseInstant(last.at), now)),
    samePlan,
    changes: samePlan ? known([]) : changesSince(last, plan),
  };
}

function changesSince({ plan: before, run }: FormerFailover, after: RecoveryPlan) {
  if (!before.known) return unknown(`the plan of ${run} cannot be compared: ${before.why}`);
  return known([...planChanges(before.value, after)]);
}

/**
 * A drill of another plan, or one longer ago than the plan lets it count, proves nothing of tonight; nor does one after
 * which another did not pass, whatever the reason was: it is not known any more that this plan works.
 */
function staleness(
  { passed, notPassedSince: since }: Pick<DrillProof, 'passed' | 'notPassedSince'>,
  { evidence }: RecoveryPlan,
): string | null {
  if (!passed) return 'no failover drill of this plan has passed';
  if (since) return `the newest drill, ${since.run}, was ${since.verdict}`;
  const { ageSeconds, changes } = passed;
  const { iso, seconds } = evidence.maxAge;
  if (ageSeconds > seconds) return `the last passed drill is older than evidence.maxAge, ${iso}`;
  if (!changes.known) return changes.why;
  const many = changes.value.length;
  return many === 0
    ? null
    : `${many === 1 ? 'a field has' : `${many} fields have`} changed since a drill passed`;
}

/** How long ago something was, as people say it: days from two days on. */
export function ageWords(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days >= 2 ? `${days} days` : durationWords(Math.round(seconds));
}
