import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { compileCommon, type RunContext } from './compile-common.ts';
import { ReplicationCheckInput } from './replication-check-input.ts';

const LAG_SAMPLES = 20;
const LAG_INTERVAL_SECONDS = 0.1;

/** Compiles a recovery plan into the input of one geo-replication check. Pure. */
export function compileReplicationCheck(plan: RecoveryPlan, context: RunContext): ReplicationCheckInput {
  const { rowsPerRange, canaryTimeout, inventory } = plan.drills['replication-check'];
  return ReplicationCheckInput.parse({
    ...compileCommon(plan, context),
    kind: 'replication-check',
    objectives: { rpoSeconds: plan.objectives.rpo.seconds },
    buckets: plan.buckets,
    rowsPerRange,
    canaryTimeoutSeconds: canaryTimeout.seconds,
    inventory,
    lagSamples: LAG_SAMPLES,
    lagIntervalSeconds: LAG_INTERVAL_SECONDS,
  } satisfies ReplicationCheckInput);
}
