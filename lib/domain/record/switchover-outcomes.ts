import * as z from 'zod';
import { instantText, seconds } from '../stored.ts';
import { FAILOVER_OUTCOMES, PreFlightCheck, ServerIdentity } from './failover-outcomes.ts';
import { DiscoverDatabasesOutcome } from './shared-outcomes.ts';

/** Outcomes of the states of a planned change of roles, beside those that it shares with a failover. */

/** From the first role that lost its login until no session of a writer was left. */
export const DrainWritersOutcome = z.object({
  requestedAt: instantText,
  drainedAt: instantText,
  databases: z.array(
    z.object({
      id: z.string(),
      rolesWithoutLogin: z.array(z.string()),
      /** Sessions that were ended between two transactions, and within one when the deadline had passed. */
      endedIdle: z.int().nonnegative(),
      endedByForce: z.int().nonnegative(),
    }),
  ),
});

/** Where the old primary's last write was, and that the replica had it. nextTransaction: whatever commits later has it or more. */
export const AwaitCatchUpOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      lsn: z.string(),
      nextTransaction: z.string(),
      replayedLsn: z.string(),
      caughtUpAt: instantText,
    }),
  ),
});

export const StartBackgroundJobsOutcome = z.object({
  jobs: z.array(z.object({ name: z.string(), started: z.boolean() })),
  etag: z.string().nullable(),
});

/**
 * Rows in which the old primary differs from the promoted server: how many, of which tables, and where they were saved.
 * `rows` counts them all; `changed` and `deleted` those that the promoted server has otherwise, and has still; `unclear`
 * those of which it is not known who made the difference. keys: of tables whose key is one column.
 */
export const SaveDivergedRowsOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      /** First transaction that the promoted server may lack, and the first that had not begun when it was looked. */
      since: z.string(),
      next: z.string(),
      tables: z.array(
        z.object({
          table: z.string(),
          rows: z.int().positive(),
          changed: z.int().nonnegative().default(0),
          deleted: z.int().nonnegative().default(0),
          unclear: z.int().nonnegative().default(0),
          keys: z.object({ first: z.string(), last: z.string() }).nullable().default(null),
        }),
      ),
      saved: z
        .object({
          key: z.string(),
          sha256: z.string(),
          rows: z.int().positive(),
          /** SQL that writes those that the promoted server has none of; null where there are none. */
          replay: z.object({ key: z.string(), sha256: z.string() }).nullable().default(null),
        })
        .nullable(),
      leftOut: z.array(z.object({ what: z.string(), reason: z.string() })).default([]),
    }),
  ),
});

export const RebuildReplicaOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      instance: z.string(),
      /** Identifier that the old primary has now. */
      aside: z.string(),
      source: z.string(),
      /** For how many days the promoted server keeps backups; null when the old one's was not there to be followed. */
      retentionDays: z.int().positive().nullable(),
    }),
  ),
});

/** When a second copy was seen to stream and to have everything that the primary had just written. */
export const AwaitReplicaOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      server: z.string(),
      lsn: z.string(),
      replayedLsn: z.string(),
      secondCopyAt: instantText,
    }),
  ),
});

export const RetireOldPrimaryOutcome = z.object({
  databases: z.array(z.object({ id: z.string(), removed: z.string(), goneAt: instantText })),
});

/** How the roles were left: per database who is its primary, and what had to be done for it. */
export const SettleRolesOutcome = z.object({
  /** What became of the run's conditions, as their injectors say; "none" where there were none. */
  experimentState: z.string(),
  /** Leg whose change of roles holds; null when the roles are as they were before the run. */
  holds: z.enum(['there', 'back']).nullable(),
  /** Leg whose old primary is not a replica yet. */
  rebuild: z.enum(['there', 'back']).nullable(),
  activeSite: z.string().nullable(),
  jobsStarted: z.boolean(),
  databases: z.array(
    z.object({
      id: z.string(),
      primary: z.string(),
      rolesWithLogin: z.array(z.string()),
      waitedSeconds: seconds,
    }),
  ),
});

/** How a failover has left the roles, and that nobody can write to the old primary; its probe is words for people. */
export const SecureOldPrimaryOutcome = z.object({
  checks: z.array(PreFlightCheck),
  databases: z.array(
    z.object({
      id: z.string(),
      old: ServerIdentity.nullable(),
      promoted: ServerIdentity,
      probe: z.string(),
    }),
  ),
});

const OWN = {
  SecureOldPrimary: SecureOldPrimaryOutcome,
  DrainWriters: DrainWritersOutcome,
  AwaitCatchUp: AwaitCatchUpOutcome,
  StartBackgroundJobs: StartBackgroundJobsOutcome,
  SaveDivergedRows: SaveDivergedRowsOutcome,
  RebuildReplica: RebuildReplicaOutcome,
  AwaitReplica: AwaitReplicaOutcome,
  RetireOldPrimary: RetireOldPrimaryOutcome,
} as const;

/** The way back is the same states by names of their own, so that no outcome takes the place of another. */
const BACK = {
  DiscoverDatabasesBack: DiscoverDatabasesOutcome,
  StartHeartbeatBack: FAILOVER_OUTCOMES.StartHeartbeat,
  PreFlightBack: FAILOVER_OUTCOMES.PreFlight,
  WarmHandlersBack: FAILOVER_OUTCOMES.WarmHandlers,
  StopBackgroundJobsBack: FAILOVER_OUTCOMES.StopBackgroundJobs,
  DrainWritersBack: DrainWritersOutcome,
  AwaitCatchUpBack: AwaitCatchUpOutcome,
  FenceOldPrimaryBack: FAILOVER_OUTCOMES.FenceOldPrimary,
  PromoteReplicaBack: FAILOVER_OUTCOMES.PromoteReplica,
  ProvePromotionBack: FAILOVER_OUTCOMES.ProvePromotion,
  SwitchTrafficBack: FAILOVER_OUTCOMES.SwitchTraffic,
  VerifyServicesBack: FAILOVER_OUTCOMES.VerifyServices,
  StartBackgroundJobsBack: StartBackgroundJobsOutcome,
  SaveDivergedRowsBack: SaveDivergedRowsOutcome,
  RebuildReplicaBack: RebuildReplicaOutcome,
  AwaitReplicaBack: AwaitReplicaOutcome,
  RetireOldPrimaryBack: RetireOldPrimaryOutcome,
} as const;

export const SWITCHOVER_OUTCOMES = { ...OWN, ...BACK, SettleRoles: SettleRolesOutcome } as const;
