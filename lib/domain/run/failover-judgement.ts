import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';
import { Measure, RulesVersion, Verdict } from './judgement-parts.ts';
import { Scope } from './run-parts.ts';

/** The two instants between which something happened. */
const moment = z.object({ from: instantText, to: instantText });

const heartbeats = z.object({
  acknowledged: z.int(),
  lost: z.int(),
  inDoubt: z.int(),
  inDoubtSurvived: z.int(),
  phantoms: z.int(),
  holes: z.int(),
  splitBrain: z.int(),
});

/** By how much the claimed replication lag fell short of the measured loss; negative where it claimed more. */
const claimError = z.object({ lowSeconds: z.number(), highSeconds: z.number() }).nullable();

/** The application's writing transactions in the loss, as the rate before it lets expect; null when not known. */
const atRisk = z
  .object({
    low: z.number(),
    estimate: z.number(),
    high: z.number(),
    perSecond: z.number(),
    walBytesPerSecond: z.number(),
  })
  .nullable();

/** The plan's own ledger: rows seen committed on the primary, and what became of them. */
const tableLedger = z.object({
  table: z.string(),
  seen: z.int(),
  lost: z.int(),
  holes: z.int(),
  rpoLowSeconds: z.number().nullable(),
  rpoHighSeconds: z.number().nullable(),
  verdict: Verdict,
});

/**
 * What `judge` computes from a run's raw files, and the one object that `--json` prints (DESIGN: shape of --json).
 * rto, rpo are null when nothing was measured. `reasons` says for each verdict why it is what it is.
 */
export const FailoverJudgement = z.object({
  schemaVersion,
  rules: RulesVersion,
  run: z.string(),
  kind: z.literal('failover'),
  target: z.enum(['sandbox', 'aws']),
  scope: Scope,
  plan: z.string(),
  verdicts: z.object({
    overall: Verdict,
    drill: Verdict,
    rto: Verdict,
    rpo: Verdict,
    data: Verdict,
    hold: Verdict,
    cleanup: Verdict,
  }),
  reasons: z.record(z.string(), z.string()),
  rto: Measure.extend({
    phases: z.array(z.object({ name: z.string(), seconds: z.number(), awsSeconds: z.number().default(0) })),
    split: z.object({
      awsSeconds: z.number(),
      musterSeconds: z.number(),
      humanSeconds: z.number(),
      detectionSeconds: z.number().default(0),
    }),
  }).nullable(),
  rpo: Measure.extend({
    intervalSeconds: z.number(),
    claimedLagSeconds: z.number().nullable(),
    claimTooLow: claimError,
    transactionsAtRisk: atRisk,
    heartbeats,
  }).nullable(),
  services: z.array(z.object({ name: z.string(), rtoSeconds: z.number().nullable(), verdict: Verdict })),
  databases: z.array(
    z.object({
      id: z.string(),
      rpoSeconds: z.number().nullable(),
      recoveryPoint: instantText.nullable(),
      rpoLowSeconds: z.number().nullable(),
      /** The recovery point is not later than this. */
      recoveryPointBefore: instantText.nullable(),
      claimedLagSeconds: z.number().nullable(),
      claimTooLow: claimError,
      transactionsAtRisk: atRisk,
      heartbeats,
      ledger: tableLedger.nullable(),
      verdict: Verdict,
    }),
  ),
  consistency: z.array(
    z.object({
      group: z.string(),
      skewSeconds: z.number().nullable(),
      skewLowSeconds: z.number().nullable(),
      verdict: Verdict,
    }),
  ),
  /** Earliest possible disruption, latest possible recovery: their distance is rto.seconds. */
  disruptedAt: instantText.nullable(),
  detectedAt: instantText.nullable(),
  declaredAt: instantText.nullable(),
  recoveredAt: instantText.nullable(),
  /** boundedBy: what says that it was not later, a failure that the heartbeat knew or the injector's receipt. */
  disruption: moment.extend({ boundedBy: z.enum(['heartbeat', 'receipt']) }).nullable(),
  recovery: moment.nullable(),
  hold: z.object({ plannedSeconds: z.number(), heldSeconds: z.number().nullable() }).nullable(),
  /** What a reader should know and no verdict says. */
  findings: z.array(z.string()),
  directory: z.string(),
});

export type FailoverJudgement = z.infer<typeof FailoverJudgement>;
