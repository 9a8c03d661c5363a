import { allowedRegions } from '../plan/allowed-regions.ts';
import { faultOf } from '../plan/fault.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { StopCondition } from './stop-condition.ts';
import { compileMove, runHealthCheck, type MoveContext } from './compile-move.ts';
import type { RealEvent } from './real-event.ts';
import { runApprovals } from './run-approvals.ts';
import { chosenOptions } from './run-options.ts';
import { FailoverInput } from './failover-input.ts';

/** Function names of the handlers that are called once before the drill, so that none is cold when it counts. */
export const CRITICAL_HANDLERS = [
  'inject-disruption',
  'await-detection',
  'stop-background-jobs',
  'fence-old-primary',
  'promote-replica',
  'prove-promotion',
  'switch-traffic',
  'verify-services',
] as const;

export interface FailoverContext extends MoveContext {
  /** Stands for the plan's disruption. */
  readonly disruption?: string;
  /** Conditions beside the plan's own. */
  readonly conditions?: readonly string[];
  /** Of a run of scope "real". */
  readonly real?: RealEvent;
}

/**
 * Compiles a recovery plan into the input of one failover run. Pure: the same plan and context give the same input.
 * @throws PlanInvalid when the context's interval is one at which the plan's detection could never fire.
 */
export function compileFailover(plan: RecoveryPlan, context: FailoverContext): FailoverInput {
  return FailoverInput.parse({
    ...compileMove(plan, context),
    kind: 'failover',
    disruption: runDisruption(plan, context),
    real: context.real ?? null,
    preempt: context.scope === 'real',
    stopConditions: stopConditions(plan, context.scope),
    approvals: runApprovals(plan.approvals, context.scope),
    allowedRegions: [...allowedRegions(plan)],
    nonCritical: plan.drills.failover.nonCritical,
    criticalHandlers: [...CRITICAL_HANDLERS],
    ...chosenOptions({
      interval: context.intervalSeconds !== undefined,
      disruption: context.disruption !== undefined,
      conditions: (context.conditions ?? []).length > 0,
    }),
  } satisfies FailoverInput);
}

/** A real failover is not stopped half-way by a second trouble: people decide. */
function stopConditions({ drills }: RecoveryPlan, scope: MoveContext['scope']): StopCondition[] {
  if (scope === 'real') return [];
  return drills.failover.stopConditions.map(({ name, failures, healthCheck }) => {
    return { name, failures, healthCheck: runHealthCheck(healthCheck, undefined) };
  });
}

/** A disruption that is asked for is injected, also where the plan injects nothing. */
function runDisruption(plan: RecoveryPlan, context: FailoverContext): FailoverInput['disruption'] {
  const { adapter, fault, conditions } = plan.drills.failover.disruption;
  const { disruption, conditions: more = [] } = context;
  const kinds = new Set(more.map((text) => faultOf(text).name));
  const kept = conditions.filter((text) => !kinds.has(faultOf(text).name));
  return {
    adapter: disruption === undefined ? adapter : 'fis',
    fault: disruption ?? fault,
    conditions: [...kept, ...more],
  };
}
