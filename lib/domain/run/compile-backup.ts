import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { BackupInput } from './backup-input.ts';
import { compileCommon, type RunContext } from './compile-common.ts';

/** Compiles a recovery plan into the input of one backup. Pure: the same plan and context give the same input. */
export function compileBackup(plan: RecoveryPlan, context: RunContext): BackupInput {
  const { retain, kmsKey = null, maxSizeDeviationPercent } = plan.drills.backup;
  return BackupInput.parse({
    ...compileCommon(plan, context),
    kind: 'backup',
    buckets: plan.buckets,
    retain,
    timeZone: plan.timeZone,
    kmsKey,
    maxSizeDeviationPercent,
    rowsPerRange: plan.drills['replication-check'].rowsPerRange,
  } satisfies BackupInput);
}
