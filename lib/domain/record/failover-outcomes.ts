import * as z from 'zod';
import { RequestOutcome } from '../approval/request-outcome.ts';
import { Evidence } from '../ledger/outage-finding.ts';
import { instantText, seconds } from '../stored.ts';
import {
  callInstant,
  PromoteReplicaOutcome,
  ProvePromotionOutcome,
  SwitchTrafficOutcome,
  VerifyServicesOutcome,
} from './promotion-outcomes.ts';
import { DeferFenceOutcome, FenceAttempt, FenceOldPrimaryOutcome, SecondLook } from './fence-outcomes.ts';

/** Outcomes of the states that a loss, or a planned change of roles, is measured and carried out by. */

/** The server that an instance is, as it says itself: inet_server_addr:port, system identifier, timeline. */
export const ServerIdentity = z.object({
  server: z.string(),
  systemIdentifier: z.string(),
  timeline: z.int().positive(),
  inRecovery: z.boolean(),
});

/** Seconds of the last dry call of each handler. */
const DryCallsOutcome = z.object({
  handlers: z.array(z.object({ name: z.string(), seconds })),
});

export const StartHeartbeatOutcome = z.object({
  /** When the first series was asked for; null in runs that did not write it down. */
  startedAt: instantText.nullable().default(null),
  executions: z.array(
    z.object({
      role: z.enum(['ledger', 'stale', 'reader', 'health']),
      database: z.string().nullable(),
      arn: z.string(),
    }),
  ),
  /** Of a run that has joined a watch: from which segment on its series are the run's. */
  from: z
    .array(z.object({ role: z.string(), source: z.string(), segment: z.int().nonnegative() }))
    .default([]),
});

/** One line of pre-flight: what was asked of what, what was seen, the limit, and whether it passes. */
export const PreFlightCheck = z.object({
  name: z.string(),
  subject: z.string(),
  passed: z.boolean(),
  blocking: z.boolean(),
  seen: z.string(),
  limit: z.string(),
});

export const PreFlightOutcome = z.object({
  checks: z.array(PreFlightCheck),
  databases: z.array(
    z.object({
      id: z.string(),
      primary: ServerIdentity.nullable(),
      replica: ServerIdentity,
      claimedLagSeconds: seconds.nullable(),
    }),
  ),
});

/** What the injector says of itself; a drill's only proof that nothing of the old primary can write. */
export const DisruptionReceipt = z.object({
  experiment: z.string(),
  region: z.string(),
  processesEnded: z.int().nonnegative(),
  processesAlive: z.int().nonnegative(),
  storageHeld: z.boolean(),
  at: instantText,
});

/** adapter "none": nothing was injected, experiment and receipt are null. */
export const InjectDisruptionOutcome = z.object({
  adapter: z.enum(['fis', 'none']),
  fault: z.string(),
  experiment: z.string().nullable(),
  requestedAt: instantText,
  receipt: DisruptionReceipt.nullable(),
});

/** The conditions of the run, each an experiment that was in force before the baseline was taken. */
export const ApplyConditionsOutcome = z.object({
  experiments: z.array(
    z.object({
      fault: z.string(),
      region: z.string(),
      experiment: z.string(),
      receipt: DisruptionReceipt.nullable(),
    }),
  ),
});

/** `at` is the heartbeat's clock at the moment its rule fired; via "status" when the token's answer never came. */
export const AwaitDetectionOutcome = z.object({
  detected: z.boolean(),
  at: instantText.nullable(),
  via: z.enum(['token', 'status', 'none']),
  /** primary-unreachable stands in runs from before outages were told apart. */
  finding: z.enum([
    'region-lost',
    'link-lost',
    'service-lost',
    'unknown',
    'nothing-seen',
    'primary-unreachable',
  ]),
  evidence: z.array(Evidence).default([]),
});

/**
 * against: why a real failover may not go on by itself after what was seen; null where it may, and in a drill. lookedAt:
 * null in runs that did not write it down.
 */
export const PollDetectionOutcome = AwaitDetectionOutcome.extend({
  against: z.string().nullable().default(null),
  lookedAt: instantText.nullable().default(null),
});

export const StopBackgroundJobsOutcome = z.object({
  jobs: z.array(z.object({ name: z.string(), stopped: z.boolean() })),
  etag: z.string().nullable(),
  requestedAt: callInstant,
  stoppedAt: callInstant,
});

/** What became of the old primary when the disruption was undone, before any client could reach it. */
export const ReturnRegionOutcome = z.object({
  experimentState: z.string(),
  /**
   * How the experiment that took the region away stood right before it was undone: until then its receipt has to hold.
   * Null where there was none; absent from runs of before it was looked at.
   */
  beforeUndo: z.object({ state: z.string(), endedAt: instantText.nullable() }).nullable().optional(),
  databases: z.array(
    z.object({
      id: z.string(),
      /**
       * lifted: nothing was promoted, and its clients were given back the login that fencing had revoked. deferred: its
       * region does not answer, and an execution of its own fences it when it returns.
       */
      fence: z.enum(['proven', 'unproven', 'not-needed', 'lifted', 'deferred']),
      rolesWithoutLogin: z.array(z.string()),
      probe: z.string(),
      /** Rungs beyond logins, and what probes met after them; none where the plan has none. */
      attempts: z.array(FenceAttempt).default([]),
      /**
       * Where its replica was promoted, and probes had proven its fence before; null where that was not so, or it could not
       * be looked at. Absent where nothing was promoted, and from runs of before it was looked at.
       */
      secondLook: SecondLook.nullable().optional(),
      /** True where a run that had fenced nothing could not see whether somebody else has promoted the replica. */
      replicaUnseen: z.boolean().optional(),
    }),
  ),
  /** Background jobs that were stopped run again, since nothing was promoted. */
  jobsStarted: z.boolean().default(false),
});

export const StopHeartbeatOutcome = z.object({
  executions: z.array(z.object({ arn: z.string(), status: z.string() })),
});

export const FAILOVER_OUTCOMES = {
  LoadHandlers: DryCallsOutcome,
  WarmHandlers: DryCallsOutcome,
  ApplyConditions: ApplyConditionsOutcome,
  StartHeartbeat: StartHeartbeatOutcome,
  PreFlight: PreFlightOutcome,
  InjectDisruption: InjectDisruptionOutcome,
  AwaitDetection: AwaitDetectionOutcome,
  PollDetection: PollDetectionOutcome,
  StopBackgroundJobs: StopBackgroundJobsOutcome,
  FenceOldPrimary: FenceOldPrimaryOutcome,
  DeferFence: DeferFenceOutcome,
  PromoteReplica: PromoteReplicaOutcome,
  ProvePromotion: ProvePromotionOutcome,
  SwitchTraffic: SwitchTrafficOutcome,
  VerifyServices: VerifyServicesOutcome,
  ReturnRegion: ReturnRegionOutcome,
  StopHeartbeat: StopHeartbeatOutcome,
  RequestApproval: RequestOutcome,
  RequestAcceptance: RequestOutcome,
  RequestDecision: RequestOutcome,
} as const;

export type DisruptionReceipt = z.infer<typeof DisruptionReceipt>;
export type PreFlightCheck = z.infer<typeof PreFlightCheck>;
export type ServerIdentity = z.infer<typeof ServerIdentity>;
