import type { FailoverInput } from '../run/failover-input.ts';

/**
 * States that a complete failover has left behind when its record is sealed. Detection is not among them: it has two
 * ways, and its outcome is judged. A real failover has no disruption to inject.
 */
export function expectedStates({ scope, disruption }: FailoverInput): readonly string[] {
  return [
    'AcquireLock',
    'DiscoverDatabases',
    'WarmHandlers',
    ...(disruption.conditions.length > 0 ? ['ApplyConditions'] : []),
    'StartHeartbeat',
    'PreFlight',
    'RecordObjectives',
    ...(scope === 'real' ? [] : ['InjectDisruption']),
    'DeclareFailover',
    'StopBackgroundJobs',
    'FenceOldPrimary',
    'PromoteReplica',
    'ProvePromotion',
    'SwitchTraffic',
    'VerifyServices',
    'Hold',
    'ReturnRegion',
    'StopHeartbeat',
    'ExportRun',
    'CleanUp',
  ];
}
