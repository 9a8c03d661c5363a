import * as z from 'zod';
import { Gate } from '../preflight/gate.ts';
import { SafetyLever } from '../run/safety-lever.ts';
import { instantText, schemaVersion } from '../stored.ts';
import { Advice } from './advice.ts';
import { ConflictingRun } from './conflicting-run.ts';
import { DatabaseRisk, LastHeartbeat } from './database-risk.ts';
import { DrillProof } from './drill-proof.ts';
import { factOf } from './fact.ts';
import { LossSeen } from './loss-seen.ts';
import { NeededReason } from './needed-reasons.ts';
import { PredictedDuration } from './predicted-duration.ts';
import { WhoApproves } from './who-approves.ts';

const site = z.object({ name: z.string(), region: z.string() });

/** What a replica says of itself, and the newest heartbeat that it holds. */
export const ReplicaSeen = z.object({
  claimedLagSeconds: z.number().nullable(),
  newestHeartbeatAt: instantText.nullable(),
});

/** An API as it answered this machine; null: it did not answer. */
export const RegionSeen = z.object({
  role: z.enum(['primary', 'recovery']),
  region: z.string(),
  answers: z.boolean(),
  seen: z.string(),
});

export const ServiceSeen = z.object({
  name: z.string(),
  required: z.boolean(),
  served: z.boolean(),
  seen: z.string(),
});

/** A call of the run, before it is made: the fields are those of PlannedCall. */
const BriefCall = z.object({
  state: z.string(),
  service: z.string(),
  action: z.string(),
  region: z.string(),
  subject: z.string(),
  changes: z.string().nullable(),
  undo: z.string().nullable(),
  required: z.boolean(),
  byHand: z.string().nullable(),
});

/** All that on-call is shown before a real failover, and what `--json` prints of it. */
export const FailoverBrief = z.object({
  schemaVersion,
  target: z.enum(['sandbox', 'aws']),
  lookedAt: instantText,
  plan: z.object({ name: z.string(), file: z.string(), sha256: z.string() }),
  sites: z.object({ primary: site, recovery: site }),
  loss: factOf(LossSeen),
  advice: Advice,
  regions: z.array(RegionSeen),
  /** Site that clients are sent to. */
  activeSite: factOf(z.string()),
  services: z.array(ServiceSeen),
  watch: factOf(
    z.object({
      run: z.string(),
      startedAt: instantText,
      intervalSeconds: z.number(),
      samePlan: z.boolean(),
      /** Whether all its series run: only then a run is measured by it. Null: not known. */
      whole: z.boolean().nullable(),
    }),
  ),
  databases: z.array(
    z.object({
      id: z.string(),
      heartbeat: factOf(LastHeartbeat),
      replica: factOf(ReplicaSeen),
      risk: factOf(DatabaseRisk),
    }),
  ),
  proof: factOf(DrillProof),
  duration: factOf(PredictedDuration),
  calls: z.array(BriefCall),
  /** Changes that nothing takes back. */
  irreversible: z.array(z.string()),
  approvals: WhoApproves,
  conflict: factOf(ConflictingRun.nullable()),
  /** Of the recovery site; null where nobody has ever pulled it. */
  lever: factOf(SafetyLever.nullable()),
  /** Those of the pre-flight that the run cannot ask itself: it carries them in its input. */
  gates: z.array(Gate),
  /** Reasons that have to be given before it starts, and are not. */
  needs: z.array(NeededReason),
});

export type FailoverBrief = z.infer<typeof FailoverBrief>;
export type RegionSeen = z.infer<typeof RegionSeen>;
export type ServiceSeen = z.infer<typeof ServiceSeen>;
export type ReplicaSeen = z.infer<typeof ReplicaSeen>;
