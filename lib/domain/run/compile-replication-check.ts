import type { CheckSchedule } from '../alarm/due-checks.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { compileCommon, type RunContext } from './compile-common.ts';
import { ReplicationCheckInput } from './replication-check-input.ts';

const LAG_SAMPLES = 20;
const LAG_INTERVAL_SECONDS = 0.1;

/** Compiles a recovery plan into the input of one geo-replication check. Pure. */
export function compileReplicationCheck(plan: RecoveryPlan, context: RunContext): ReplicationCheckInput {
  const { rowsPerRange, canaryTimeout, inventory } = plan.drills['replication-check'];
  const schedule = checkScheduleOf(plan);
  return ReplicationCheckInput.parse({
    ...compileCommon(plan, context),
    kind: 'replication-check',
    objectives: { rpoSeconds: plan.objectives.rpo.seconds },
    buckets: plan.buckets,
    rowsPerRange,
    canaryTimeoutSeconds: canaryTimeout.seconds,
    inventory,
    schedule,
    lagSamples: LAG_SAMPLES,
    lagIntervalSeconds: LAG_INTERVAL_SECONDS,
  } satisfies ReplicationCheckInput);
}

/** When a plan has its checks due; null where it has none by itself. */
export function checkScheduleOf({ drills, timeZone }: RecoveryPlan): CheckSchedule | null {
  const { schedule: expression } = drills['replication-check'];
  return expression === undefined ? null : { expression, timeZone };
}
