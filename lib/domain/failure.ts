/**
 * What a failure saw, of what, and which limit or expectation it broke. The three make the message, so that whoever
 * is on call can act on the message alone.
 */
export interface FailureFacts {
  /** What was asked: an instance, a lock, a bucket's key, a region, with its name. */
  readonly subject: string;
  readonly seen: string;
  /** What would have been right, with its unit where it is a number. */
  readonly limit: string;
  readonly cause?: unknown;
}

/**
 * Base of every failure that a workflow can branch on. `name` is what a function's runtime reports as the error's
 * type, and what `ErrorEquals` of the state machine compares with. Whether it is worth another try is a matter of
 * its meaning, so it stands here and not in the workflow.
 */
export abstract class MusterFailure extends Error {
  abstract override readonly name: string;
  readonly retryable: boolean = false;
  readonly subject: string;
  readonly seen: string;
  readonly limit: string;

  constructor({ subject, seen, limit, cause }: FailureFacts) {
    super(`${subject}: saw ${seen}; expected ${limit}`, cause === undefined ? undefined : { cause });
    this.subject = subject;
    this.seen = seen;
    this.limit = limit;
  }
}

/** Another run on the same site is under way, or has not cleaned up yet. */
export class LockHeld extends MusterFailure {
  override readonly name = 'LockHeld';
}

/** The safety lever of the site is engaged: no drill begins. */
export class LeverEngaged extends MusterFailure {
  override readonly name = 'LeverEngaged';
}

/** A later run has taken the lock: this one may change nothing any more. */
export class GenerationSuperseded extends MusterFailure {
  override readonly name = 'GenerationSuperseded';
}

/** Somebody wants this run to end: it goes back to what was before, as long as nothing was promoted. */
export class RunAborted extends MusterFailure {
  override readonly name = 'RunAborted';
}

/** A run was to go back, and its replica was promoted all the same: it leads clients there, and goes on to its end. */
export class AbortTooLate extends MusterFailure {
  override readonly name = 'AbortTooLate';
}

/** Nobody has approved the run in time, or somebody has denied it: nothing has been changed. */
export class ApprovalDenied extends MusterFailure {
  override readonly name = 'ApprovalDenied';
}

/** What people have approved of a real failover, or what was seen of the loss, is too old to promote anything on. */
export class ApprovalExpired extends MusterFailure {
  override readonly name = 'ApprovalExpired';
}

/** The plan names fewer people beside the initiator than have to agree: a question that is put to them waits for nobody. */
export class NobodyCanAnswer extends MusterFailure {
  override readonly name = 'NobodyCanAnswer';
}

/** A real failover was started by an input in which the plan's name does not stand, or that was printed too long ago. */
export class NotConfirmed extends MusterFailure {
  override readonly name = 'NotConfirmed';
}

/** A real failover was asked for, and nothing that was seen is a loss, nor is it said why to go on all the same. */
export class LossNotSeen extends MusterFailure {
  override readonly name = 'LossNotSeen';
}

/** What a person has done by hand is not proven by the step's own proof. */
export class ByHandUnproven extends MusterFailure {
  override readonly name = 'ByHandUnproven';
}

/** A run that was pre-empted may still have a call under way. */
export class PreemptionPending extends MusterFailure {
  override readonly name = 'PreemptionPending';
  override readonly retryable = true;
}

/** A blocking check before the drill did not pass; nothing has been changed. */
export class PreFlightFailed extends MusterFailure {
  override readonly name = 'PreFlightFailed';
}

/** The heartbeat has not yet been acknowledged often or recently enough to witness an outage. */
export class HeartbeatNotFresh extends MusterFailure {
  override readonly name = 'HeartbeatNotFresh';
  override readonly retryable = true;
}

/** The replica is backing up, and RDS would refuse to promote it: a drill starts when that has ended. */
export class ReplicaBackingUp extends MusterFailure {
  override readonly name = 'ReplicaBackingUp';
  override readonly retryable = true;
}

/** No heartbeat of the run has reached a replica yet: after a loss there would be no recovery point. */
export class HeartbeatNotReplicated extends MusterFailure {
  override readonly name = 'HeartbeatNotReplicated';
  override readonly retryable = true;
}

/** The control plane of the region knows no such instance. */
export class ReplicaNotFound extends MusterFailure {
  override readonly name = 'ReplicaNotFound';
}

/** The replica is in a status that it never leaves by itself: waiting is pointless. */
export class ReplicaNotUsable extends MusterFailure {
  override readonly name = 'ReplicaNotUsable';
}

/** Neither a probe nor a receipt shows that the old primary cannot write. */
export class FenceUnproven extends MusterFailure {
  override readonly name = 'FenceUnproven';
}

/** The old primary cannot be fenced yet, as a rule because its region does not answer: to be tried again. */
export class FencePending extends MusterFailure {
  override readonly name = 'FencePending';
  override readonly retryable = true;
}

/** RDS is still giving an old primary back what the fence has taken, which takes it minutes: to be looked at again. */
export class FenceNotLifted extends MusterFailure {
  override readonly name = 'FenceNotLifted';
  override readonly retryable = true;
}

/** The control plane refused to change how an instance is reached, or whether it runs. */
export class InstanceRefused extends MusterFailure {
  override readonly name = 'InstanceRefused';
}

/** Promotion was asked for and is not proven yet; `available` alone proves nothing. */
export class PromotionPending extends MusterFailure {
  override readonly name = 'PromotionPending';
  override readonly retryable = true;
}

/** The control plane refused to promote, as it does while the instance is backing up. */
export class PromotionRefused extends MusterFailure {
  override readonly name = 'PromotionRefused';
}

/** One of the proofs contradicts the promotion: asking again would not change it. */
export class PromotionUnproven extends MusterFailure {
  override readonly name = 'PromotionUnproven';
}

/** The switch object does not name the recovery site, or clients do not follow it. */
export class TrafficNotSwitched extends MusterFailure {
  override readonly name = 'TrafficNotSwitched';
}

/** A required service did not answer its health check from outside before the deadline. */
export class ServicesNotHealthy extends MusterFailure {
  override readonly name = 'ServicesNotHealthy';
}

/** The injector refused the fault, or has no template that stands for it. */
export class DisruptionRefused extends MusterFailure {
  override readonly name = 'DisruptionRefused';
}

/** No answer from any endpoint of the region within the request's time-out. */
export class RegionUnreachable extends MusterFailure {
  override readonly name = 'RegionUnreachable';
}

/** The API throttled the call, or failed in it, which means unknown: neither failed nor done. */
export class ThrottledUnknown extends MusterFailure {
  override readonly name = 'ThrottledUnknown';
  override readonly retryable = true;
}

/** A raw file of the run lacks segments that must exist; what rests on it is inconclusive. */
export class ExportIncomplete extends MusterFailure {
  override readonly name = 'ExportIncomplete';
}

/** A fault, a tagged resource, an execution or a lock of the run is not proven gone. */
export class CleanUpIncomplete extends MusterFailure {
  override readonly name = 'CleanUpIncomplete';
}

/** The recovery plan, or what was compiled from it, cannot be run. */
export class PlanInvalid extends MusterFailure {
  override readonly name = 'PlanInvalid';
}

/** A conditional write lost: somebody else wrote the object first. */
export class Conflict extends MusterFailure {
  override readonly name = 'Conflict';
}

/** An object that the run needs is not in the bucket. */
export class ObjectMissing extends MusterFailure {
  override readonly name = 'ObjectMissing';
}

/** The control plane refused to take, copy or remove a snapshot, or another run's has its name. */
export class SnapshotRefused extends MusterFailure {
  override readonly name = 'SnapshotRefused';
}

/** A snapshot or its copy is still being made: to be looked at again. */
export class SnapshotPending extends MusterFailure {
  override readonly name = 'SnapshotPending';
  override readonly retryable = true;
}

/** A snapshot or its copy ended as failed: it never becomes available. */
export class SnapshotFailed extends MusterFailure {
  override readonly name = 'SnapshotFailed';
}

/** The control plane of the region knows no such snapshot. */
export class SnapshotMissing extends MusterFailure {
  override readonly name = 'SnapshotMissing';
}

/** The control plane refused to restore, or an instance that the run did not make has the name of the restored one. */
export class RestoreRefused extends MusterFailure {
  override readonly name = 'RestoreRefused';
}

/** The point in time lies outside of what the automated backups reach, or there are none. */
export class PointInTimeOutOfRange extends MusterFailure {
  override readonly name = 'PointInTimeOutOfRange';
}

/** The catalogue has no backup that could be restored, or not the one that was chosen. */
export class BackupMissing extends MusterFailure {
  override readonly name = 'BackupMissing';
}

/** What the catalogue names is no usable backup: it holds nothing, or is of another system, plan or database. */
export class BackupUnusable extends MusterFailure {
  override readonly name = 'BackupUnusable';
}

/** Automated backups do not reach the point in time yet: to be looked at again. */
export class PointInTimePending extends MusterFailure {
  override readonly name = 'PointInTimePending';
  override readonly retryable = true;
}

/** An instance is still being restored, or recovers. */
export class RestorePending extends MusterFailure {
  override readonly name = 'RestorePending';
  override readonly retryable = true;
}

/** A restored instance ended in a status that it never leaves by itself, or is gone. */
export class RestoreFailed extends MusterFailure {
  override readonly name = 'RestoreFailed';
}

/** What the run has restored is not gone yet. */
export class RemovalPending extends MusterFailure {
  override readonly name = 'RemovalPending';
  override readonly retryable = true;
}

/** A drill on isolated copies was about to change what is not its own: nothing was changed. */
export class IsolationBreached extends MusterFailure {
  override readonly name = 'IsolationBreached';
}

/** A replica is being made anew, or the instance that it takes the place of is on its way aside. */
export class ReplicaPending extends MusterFailure {
  override readonly name = 'ReplicaPending';
  override readonly retryable = true;
}

/** The control plane refused to rename, to replicate or to remove an instance, or it is not the run's to change. */
export class ReplicaRefused extends MusterFailure {
  override readonly name = 'ReplicaRefused';
}

/** The replica does not have everything yet. */
export class CatchUpPending extends MusterFailure {
  override readonly name = 'CatchUpPending';
  override readonly retryable = true;
}

/** The replica did not have everything in time: the change of roles is called off. */
export class CatchUpLate extends MusterFailure {
  override readonly name = 'CatchUpLate';
}

/** Writers may not be refused now: a person has given a window, and this is none of its time. */
export class WindowClosed extends MusterFailure {
  override readonly name = 'WindowClosed';
}

/** What an old primary alone holds could not be saved: it is not given up. */
export class DivergenceUnsaved extends MusterFailure {
  override readonly name = 'DivergenceUnsaved';
}

/** There is no such bucket. */
export class BucketMissing extends MusterFailure {
  override readonly name = 'BucketMissing';
}

/** S3 refused to say what a bucket holds, or to change it: no permission, another region, an object lock. */
export class BucketRefused extends MusterFailure {
  override readonly name = 'BucketRefused';
}

/** A canary object has not arrived, and may still do so in time. */
export class CanaryPending extends MusterFailure {
  override readonly name = 'CanaryPending';
  override readonly retryable = true;
}

/** More keys are left to be compared than one call has time for: the next one goes on behind the last. */
export class InventoryPending extends MusterFailure {
  override readonly name = 'InventoryPending';
  override readonly retryable = true;
}

/** A log of drills holds what none holds that was only ever appended to: nothing is built on it. */
export class LogBroken extends MusterFailure {
  override readonly name = 'LogBroken';
}

/** The key of a region did not sign evidence: it is missing, disabled, of another kind, or not ours to use. */
export class SignatureRefused extends MusterFailure {
  override readonly name = 'SignatureRefused';
}

/** A witness did not sign a checkpoint: it does not know the log or its key, does not answer, or answers something else. */
export class WitnessRefused extends MusterFailure {
  override readonly name = 'WitnessRefused';
}

/** Every failure by its name, for the test that holds each `ErrorEquals` of the workflows against this file. */
export const FAILURES = {
  LockHeld,
  GenerationSuperseded,
  RunAborted,
  AbortTooLate,
  ApprovalDenied,
  ApprovalExpired,
  NobodyCanAnswer,
  NotConfirmed,
  LossNotSeen,
  ByHandUnproven,
  PreemptionPending,
  PreFlightFailed,
  HeartbeatNotFresh,
  HeartbeatNotReplicated,
  ReplicaBackingUp,
  ReplicaNotFound,
  ReplicaNotUsable,
  FenceUnproven,
  FencePending,
  FenceNotLifted,
  InstanceRefused,
  PromotionPending,
  PromotionRefused,
  PromotionUnproven,
  TrafficNotSwitched,
  ServicesNotHealthy,
  DisruptionRefused,
  RegionUnreachable,
  ThrottledUnknown,
  ExportIncomplete,
  CleanUpIncomplete,
  PlanInvalid,
  Conflict,
  ObjectMissing,
  SnapshotRefused,
  SnapshotPending,
  SnapshotFailed,
  SnapshotMissing,
  RestoreRefused,
  PointInTimeOutOfRange,
  BackupMissing,
  BackupUnusable,
  PointInTimePending,
  RestorePending,
  RestoreFailed,
  RemovalPending,
  IsolationBreached,
  ReplicaPending,
  ReplicaRefused,
  CatchUpPending,
  CatchUpLate,
  DivergenceUnsaved,
  BucketMissing,
  BucketRefused,
  CanaryPending,
  InventoryPending,
  LogBroken,
  SignatureRefused,
  WitnessRefused,
} as const;

export type FailureName = keyof typeof FAILURES;
