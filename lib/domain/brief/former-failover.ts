import * as z from 'zod';
import { formatInstant, type Instant } from '../instant.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { FailoverJudgement } from '../run/failover-judgement.ts';
import { Verdict } from '../run/judgement-parts.ts';
import { leastScope } from '../run/least-scope.ts';
import { Scope } from '../run/run-parts.ts';
import { instantText } from '../stored.ts';
import type { Fact } from './fact.ts';

/** A failover of this plan that was judged before. */
export const DrilledRun = z.object({
  run: z.string(),
  /** When it began: a run says so at its first step. */
  at: instantText,
  scope: Scope,
  verdict: Verdict,
  rtoSeconds: z.number().nullable(),
  rpoSeconds: z.number().nullable(),
  planSha256: z.string(),
});

export type DrilledRun = z.infer<typeof DrilledRun>;

export interface FormerFailover extends DrilledRun {
  readonly phases: NonNullable<FailoverJudgement['rto']>['phases'];
  /** How long it took from its start to the declaration, without what it waited for: only states that a real run has. */
  readonly prepareSeconds: number | null;
  /** As it was run. */
  readonly plan: Fact<RecoveryPlan>;
}

/** What is read of a run that was judged; `plan` is the file that it was run with. */
export interface JudgedRun {
  readonly judgement: FailoverJudgement;
  readonly facts: Pick<RunFacts, 'enteredAt' | 'exitedAt' | 'outcome'>;
  readonly plan: Fact<RecoveryPlan>;
  readonly planSha256: string;
}

/**
 * A former failover of a run's files; null where the record does not say when it was. Nobody has checked these files: the
 * judgement may claim no more than the scope that the record has.
 */
export function formerFailover({ judgement, facts, plan, planSha256 }: JudgedRun): FormerFailover | null {
  const began = facts.enteredAt('AcquireLock');
  const at = began === null ? judgement.declaredAt : formatInstant(began);
  if (at === null) return null;
  const { run, verdicts, rto, rpo } = judgement;
  const recorded = facts.outcome('RecordObjectives')?.input.scope ?? 'rehearsal';
  return {
    run,
    at,
    scope: leastScope([judgement.scope, recorded]),
    verdict: verdicts.overall,
    rtoSeconds: rto?.seconds ?? null,
    rpoSeconds: rpo?.seconds ?? null,
    planSha256,
    phases: rto?.phases ?? [],
    prepareSeconds: prepareSecondsOf(facts),
    plan,
  };
}

/** States of a run before a failover is declared that a real one has as well, and that wait for nobody. */
const PREPARING = [
  'AcquireLock',
  'DiscoverDatabases',
  'LoadHandlers',
  'StartHeartbeat',
  'PreFlight',
  'RecordObjectives',
];

/** Seconds from the start of a run to the end of its preparation; null where the record does not say it. */
function prepareSecondsOf(facts: Pick<RunFacts, 'enteredAt' | 'exitedAt'>): number | null {
  const spans = PREPARING.map((state) => spanOf(facts.enteredAt(state), facts.exitedAt(state)));
  return spans.some((span) => span === null)
    ? null
    : spans.reduce<number>((sum, span) => sum + (span ?? 0), 0);
}

function spanOf(from: Instant | null, to: Instant | null): number | null {
  return from === null || to === null ? null : (to - from) / 1e6;
}
