import { legState } from '../../record/leg-state.ts';
import type { StateName } from '../../record/outcomes.ts';
import type { Leg } from '../../run/leg.ts';
import type { Reprotection, SwitchoverInput } from '../../run/switchover-input.ts';

const OF_A_LEG: readonly StateName[] = [
  'DiscoverDatabases',
  'StartHeartbeat',
  'PreFlight',
  'WarmHandlers',
  'StopBackgroundJobs',
  'DrainWriters',
  'AwaitCatchUp',
  'FenceOldPrimary',
  'PromoteReplica',
  'ProvePromotion',
  'SwitchTraffic',
  'VerifyServices',
  'StartBackgroundJobs',
  'SaveDivergedRows',
  'RebuildReplica',
  'AwaitReplica',
  'RetireOldPrimary',
];

/** States that a complete switchover has left behind when its record is sealed. */
export function switchoverStates({ failback, reprotection }: SwitchoverInput): readonly string[] {
  const legs: readonly Leg[] = failback ? ['there', 'back'] : ['there'];
  if (reprotection) return reprotectionStates(reprotection);
  return [
    'AcquireLock',
    'RecordObjectives',
    ...legs.flatMap((leg) => OF_A_LEG.map((state) => legState(state, leg))),
    'Hold',
    'SettleRoles',
    'StopHeartbeat',
    'ExportRun',
    'CleanUp',
  ];
}

const AFTER = ['SettleRoles', 'StopHeartbeat', 'ExportRun', 'CleanUp'];
const SECURED = [
  'AcquireLock',
  'DiscoverDatabases',
  'StartHeartbeat',
  'SecureOldPrimary',
  'RecordObjectives',
];
const COPIED = ['RebuildReplica', 'AwaitReplica', 'RetireOldPrimary', 'Hold'];

function reprotectionStates({ stage }: Reprotection): readonly string[] {
  return [...SECURED, 'SaveDivergedRows', ...(stage === 'protect' ? COPIED : []), ...AFTER];
}
