import type { DrillKind } from '../domain/schedule/drill-schedule.ts';
import { defaultPlanFile } from '../deployment/deployment.ts';
import type { DrillOptions } from './run-drill.ts';

type RunKind = (options: DrillOptions) => Promise<number>;

/** Runs a drill of each kind as its own command does without options. */
export const DRILLS: Readonly<Record<DrillKind, RunKind>> = {
  failover: async (options) => (await import('./drill-failover.ts')).drillFailover(options),
  switchover: async (options) => (await import('./drill-switchover.ts')).drillSwitchover(options),
  backup: async (options) => (await import('./drill-backup.ts')).drillBackup(options),
  'replication-check': async (options) =>
    (await import('./drill-replication-check.ts')).drillReplicationCheck(options),
  preflight: async ({ planFile, ...options }) =>
    (await import('./preflight.ts')).preflight({
      ...options,
      planFile: planFile ?? defaultPlanFile(),
      keep: true,
    }),
  restore: async (options) => (await import('./drill-restore.ts')).drillRestore(options),
};
