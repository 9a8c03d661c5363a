import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';
import { Measure, RulesVersion, Verdict } from './judgement-parts.ts';
import { Leg } from './leg.ts';
import { Scope } from './run-parts.ts';

/** Heartbeats of one leg, or of the run: sent, answered, and what the last primary holds of them. */
const heartbeats = z.object({
  acknowledged: z.int(),
  lost: z.int(),
  inDoubt: z.int(),
  inDoubtSurvived: z.int(),
  phantoms: z.int(),
  splitBrain: z.int(),
});

/** One change of roles. Times as in a failover: `seconds` is the worst that the measurement allows. */
const judgedLeg = z.object({
  leg: Leg,
  from: z.string(),
  to: z.string(),
  /** How long writers were refused, and how long until the required services answered too. */
  writersRefused: Measure.nullable(),
  interrupted: Measure.nullable(),
  phases: z.array(z.object({ name: z.string(), seconds: z.number() })),
  refusedFrom: instantText.nullable(),
  servedFrom: instantText.nullable(),
  withoutSecondCopy: Measure.nullable(),
  heartbeats,
  drained: z.object({ endedIdle: z.int(), endedByForce: z.int() }).nullable(),
  divergedRows: z.int().nullable(),
});

/** The first stage of a failback: rows in which an old primary differs, and since when there is a second copy. */
const reprotection = z.object({
  stage: z.enum(['report', 'protect']),
  failoverRun: z.string().nullable(),
  /** From the promotion of the failover on; null where that, or a second copy, is not on record. */
  withoutSecondCopy: Measure.nullable(),
  diverged: z.array(
    z.object({
      database: z.string(),
      table: z.string(),
      rows: z.int(),
      changed: z.int(),
      deleted: z.int(),
      unclear: z.int(),
    }),
  ),
  /** Objects of the divergence store. */
  saved: z.array(z.object({ database: z.string(), rows: z.string(), replay: z.string().nullable() })),
});

/** What `judge` computes of a switchover. rto is the longer of its interruptions, rpo what was lost in any direction. */
export const SwitchoverJudgement = z.object({
  schemaVersion,
  rules: RulesVersion,
  run: z.string(),
  kind: z.literal('switchover'),
  target: z.enum(['sandbox', 'aws']),
  scope: Scope,
  plan: z.string(),
  verdicts: z.object({
    overall: Verdict,
    drill: Verdict,
    rpo: Verdict,
    gap: Verdict,
    data: Verdict,
    protection: Verdict,
    hold: Verdict,
    cleanup: Verdict,
  }),
  reasons: z.record(z.string(), z.string()),
  rto: Measure.nullable(),
  rpo: Measure.extend({ intervalSeconds: z.number(), heartbeats }).nullable(),
  legs: z.array(judgedLeg),
  hold: z.object({ plannedSeconds: z.number(), heldSeconds: z.number().nullable() }).nullable(),
  /** Present of the first stage of a failback, which changes no roles. */
  reprotection: reprotection.optional(),
  /** Site that serves when the run is over; null when it is not on record. */
  servingSite: z.string().nullable(),
  findings: z.array(z.string()),
  directory: z.string(),
});

export type SwitchoverJudgement = z.infer<typeof SwitchoverJudgement>;
