import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { compileCommon, type RunContext } from './compile-common.ts';
import { chosenOptions } from './run-options.ts';
import { RestoreInput, type RestoreSource } from './restore-input.ts';

interface RestoreContext extends RunContext {
  /** Stands for what the plan says. */
  readonly source?: RestoreSource;
}

/** Compiles a recovery plan into the input of one restore drill. Pure. */
export function compileRestore(plan: RecoveryPlan, context: RestoreContext): RestoreInput {
  const { network = null, checks, timeToLive } = plan.drills.restore;
  const { rto, rpo } = plan.objectives;
  return RestoreInput.parse({
    ...compileCommon(plan, context),
    kind: 'restore',
    objectives: { rtoSeconds: rto.seconds, rpoSeconds: rpo.seconds },
    source: context.source ?? sourceOf(plan),
    network,
    checks,
    timeToLiveSeconds: timeToLive.seconds,
    ...chosenOptions({ source: context.source !== undefined }),
  } satisfies RestoreInput);
}

function sourceOf({ drills: { restore } }: RecoveryPlan): RestoreSource {
  return restore.source === 'newest-backup'
    ? { kind: 'newest-backup' }
    : { kind: 'point-in-time', target: { beforeSeconds: restore.pointInTimeBefore.seconds }, orLater: false };
}
