import type { Scope } from '../domain/run/run-parts.ts';

/** By the names that states have on the way there. */
const PHASES: Readonly<Record<string, string>> = {
  LogStart: 'telling the log of all runs what begins',
  AcquireLock: 'taking the locks of both sites',
  DiscoverDatabases: 'finding the databases in both regions',
  LoadHandlers: 'loading the handlers of the critical path',
  ApplyConditions: 'putting the conditions of the drill in force',
  StartHeartbeat: 'starting the heartbeat, the stale writer and the health checks',
  PreFlight: 'pre-flight: waiting for a baseline of good heartbeats',
  RecordObjectives: 'recording objectives before anything happens',
  WarmHandlers: 'warming the handlers of the critical path',
  InjectDisruption: 'losing the primary region',
  AwaitDetection: 'waiting for the heartbeat to detect the loss',
  PollDetection: 'no detection in time: reading the status of the heartbeat',
  RequestApproval: 'waiting for approval: `npx muster approve RUN`',
  RequestAcceptance:
    'the fence is not proven: two named people have to accept that, `npx muster approve RUN --accept-divergence`',
  RequestDecision: 'paused at a step that failed: `npx muster resume RUN` says what it takes',
  DeclareFailover: 'failover declared',
  StopBackgroundJobs: 'stopping background jobs',
  FenceOldPrimary: 'fencing the old primary',
  PromoteReplica: 'promoting the replica',
  ProvePromotion: 'proving the promotion by a write',
  SwitchTraffic: 'switching traffic to the promoted site',
  VerifyServices: 'verifying the services, wave by wave',
  DrainWriters: 'draining writers: from here on they are refused',
  AwaitCatchUp: 'waiting until the replica has everything',
  StartBackgroundJobs: 'starting background jobs again',
  SecureOldPrimary: 'looking at the roles, and that nobody can write to the old primary',
  SaveDivergedRows: 'looking for what only the old primary holds',
  RebuildReplica: 'making a replica in the name of the old primary',
  AwaitReplica: 'waiting until a second copy streams and has everything',
  RetireOldPrimary: 'removing the old primary that was set aside',
  SettleRoles: 'settling the roles, and undoing conditions',
  Hold: 'holding under load',
  ReturnRegion: 'undoing the disruption: a lost region comes back behind its fence',
  StopHeartbeat: 'stopping the heartbeat',
  OpenManifest: 'writing down what the databases hold',
  TakeSnapshots: 'asking for snapshots',
  AwaitSnapshots: 'waiting for the snapshots',
  CloseManifest: 'reading again what was written down',
  CopySnapshots: 'asking for copies in the recovery region',
  AwaitCopies: 'waiting for the copies',
  CatalogueBackup: 'entering the backup into the catalogue',
  ExpireBackups: 'removing what the policy keeps no longer',
  RemoveIncomplete: 'removing what is no backup',
  ChooseRecoveryPoint: 'choosing what is restored',
  WriteMarkers: 'marking the moment that is restored',
  AwaitRestorable: 'waiting until backups reach the moment',
  DeclareRestore: 'restore decided',
  RestoreDatabases: 'asking for the restored instances',
  AwaitRestored: 'waiting until the restored instances answer',
  VerifyRestored: 'verifying what was restored',
  RemoveRestored: 'removing what was restored',
  MeasureLag: 'measuring how far the replicas are behind',
  InspectBuckets: 'looking at the buckets: versions, replication, objects',
  SendCanary: 'writing a canary object into each bucket',
  AwaitCanary: 'waiting for the canaries to arrive',
  CompareInventories: 'comparing the buckets key by key',
  RemoveCanary: 'removing the canaries',
  CompareContents: 'comparing primaries and replicas row by row',
  ExportRun: 'exporting what was seen',
  CleanUp: 'proving that nothing is left behind',
  SealRecord: 'sealing the record',
  JudgeRun: 'judging the run from its raw files',
  ExtendSeries: "adding the result to the plan's series",
  PublishReport: 'writing the reports',
  SignEvidence: 'signing what the run has left, and telling the log how it ended',
  ReleaseLock: 'releasing the locks',
};

/** Where nothing is rehearsed: no region is lost on purpose or brought back, and nobody waits for good heartbeats. */
const REAL_PHASES: Readonly<Record<string, string>> = {
  StartHeartbeat: 'going on with the watch; without one the heartbeat starts now',
  PreFlight: 'pre-flight: looking at all that the failover rests on',
  RecordObjectives: 'recording objectives before anything is changed',
  PollDetection: 'looking at what is lost now',
  Hold: 'watching the promoted site carry the load',
  ReturnRegion: 'settling the old primary: as it was if nothing was promoted, else behind its fence',
  StopHeartbeat: 'ending the heartbeat; a watch goes on where nothing was promoted',
};

/**
 * What a person is told while a state of a run runs: what is done, and what is awaited; undefined for nothing. `scope` is
 * the run's: what a real one does is never told in words of a drill.
 */
export function phaseWords(state: string, scope: Scope): string | undefined {
  const name = state.replace(/Back$/, '');
  const there = (scope === 'real' ? REAL_PHASES[name] : undefined) ?? PHASES[name];
  return there !== undefined && state.endsWith('Back') ? `the way back: ${there}` : there;
}
