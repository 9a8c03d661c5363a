import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { RunContext } from '../domain/run/compile-common.ts';
import { compileBackup } from '../domain/run/compile-backup.ts';
import { compileRestore } from '../domain/run/compile-restore.ts';
import type { RestoreInput, RestoreSource } from '../domain/run/restore-input.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

export interface DrillRestoreOptions extends DrillOptions {
  /** Stands for what the plan says. */
  readonly source?: RestoreSource;
}

/**
 * `muster drill restore`. A private sandbox is new and has no backup yet: it gets one first, by the drill that makes
 * them. Answers the exit code.
 */
export async function drillRestore({ source, ...options }: DrillRestoreOptions): Promise<number> {
  const compile = (plan: RecoveryPlan, context: RunContext) =>
    ofYoungSystem(compileRestore(plan, { ...context, ...(source && { source }) }));
  return runDrill(options, compile, ({ source: { kind } }) =>
    kind === 'point-in-time'
      ? { pointInTime: true }
      : { first: { compileDrill: compileBackup, words: 'a new sandbox has no backup: making one first' } },
  );
}

/** A sandbox is minutes old: how long ago may be more than it has. A moment that was named stays what it is. */
function ofYoungSystem(input: RestoreInput): RestoreInput {
  const { source } = input;
  return source.kind === 'point-in-time' && 'beforeSeconds' in source.target
    ? { ...input, source: { ...source, orLater: true } }
    : input;
}
