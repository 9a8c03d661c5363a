import type { FailoverInput } from '../run/failover-input.ts';

/**
 * States that a complete failover has left behind when its record is sealed. Detection is not among them: it has two
 * ways, and its outcome is judged. A real failover has no disruption to inject.
 */
export function expectedStates({ scope, disruption, approvals, real }: FailoverInput): readonly string[] {
  const asked = approvals.needed > 0 && !real?.breakGlass;
  return [
    'AcquireLock',
    'DiscoverDatabases',
    ...(scope === 'real' ? ['PollDetection'] : ['WarmHandlers']),
    ...(disruption.conditions.length > 0 ? ['ApplyConditions'] : []),
    'StartHeartbeat',
    'PreFlight',
    'RecordObjectives',
    ...(scope === 'real' ? [] : ['InjectDisruption']),
    ...(asked ? ['RequestApproval'] : []),
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
