import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { compileBackup } from './compile-backup.ts';
import type { RunContext } from './compile-common.ts';
import { compileReprotection, compileSwitchBack } from './compile-failback.ts';
import { compileFailover } from './compile-failover.ts';
import { compileReplicationCheck } from './compile-replication-check.ts';
import { compileRestore } from './compile-restore.ts';
import { compileSwitchover } from './compile-switchover.ts';
import type { FailoverInput } from './failover-input.ts';
import type { RunInput } from './run-input.ts';
import type { SwitchoverInput } from './switchover-input.ts';

/**
 * What a plan gives for the run that an input says it is. What it says that the command line has chosen is taken as
 * chosen, and the interval in any case: a wider one widens every measurement's error.
 * @throws PlanInvalid as the compilers do
 */
export function recompile(plan: RecoveryPlan, input: RunInput): RunInput {
  const context = contextOf(input);
  if (input.kind === 'failover') return recompileFailover(plan, input, context);
  if (input.kind === 'switchover') return recompileSwitchover(plan, input, context);
  if (input.kind === 'backup') return compileBackup(plan, context);
  if (input.kind === 'replication-check') return compileReplicationCheck(plan, context);
  const { source, options = [] } = input;
  return compileRestore(plan, { ...context, ...(options.includes('source') && { source }) });
}

/** A plan knows no addresses of a sandbox; of AWS it knows them all. */
function contextOf({ run, target, scope, plan }: RunInput): RunContext {
  return { run, target, scope, planSha256: plan.sha256, heartbeatStateMachineArn: '' };
}

function recompileFailover(plan: RecoveryPlan, input: FailoverInput, context: RunContext): RunInput {
  const { options = [], disruption, heartbeat } = input;
  return compileFailover(plan, {
    ...context,
    intervalSeconds: input.watch ? plan.heartbeat.interval.seconds : heartbeat.intervalSeconds,
    ...(options.includes('disruption') && { disruption: disruption.fault }),
    ...(options.includes('conditions') && { conditions: disruption.conditions }),
  });
}

function recompileSwitchover(plan: RecoveryPlan, input: SwitchoverInput, context: RunContext): RunInput {
  const { conditions, reprotection, turned, heartbeat } = input;
  const move = { ...context, conditions, intervalSeconds: heartbeat.intervalSeconds };
  if (reprotection) return compileReprotection(plan, move, reprotection);
  return turned === true ? compileSwitchBack(plan, move) : compileSwitchover(plan, move);
}
