import * as z from 'zod';
import { Advice } from '../brief/advice.ts';
import { BucketRetention } from '../evidence/bucket-retention.ts';
import { RunInput } from '../run/run-input.ts';
import { RunKind, RunName, Scope, Target } from '../run/run-parts.ts';
import { instantText, seconds } from '../stored.ts';

/** Outcomes of the states that every kind of drill begins and ends with. */

/** A run that had not ended: what was waited for before this one did anything, and for how long. */
const Preempted = z
  .object({ run: z.string(), at: instantText, waitedSeconds: seconds, because: z.string() })
  .nullable();

export const AcquireLockOutcome = z.object({
  site: z.string(),
  key: z.string(),
  owner: z.string(),
  generation: z.int().positive(),
  takenOverFrom: z.string().nullable(),
  preempted: Preempted.default(null),
  /** takenOverFrom and preempted: where that lock was another run's than the one that the outcome names itself. */
  alsoTaken: z.array(
    z.object({
      site: z.string(),
      generation: z.int().positive(),
      takenOverFrom: z.string().nullable().optional(),
      preempted: Preempted.optional(),
    }),
  ),
  notTaken: z.array(z.object({ site: z.string(), reason: z.string() })),
});

/** The execution that tells people how the run goes; where there is none, why. */
export const StartHeraldOutcome = z.object({
  execution: z.string().nullable(),
  problem: z.string().nullable(),
});

/** Where each database stands. `primary` is null when its region could not be asked, and `notSeen` says why. */
export const DiscoverDatabasesOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      /** securityGroups: as they were before the run changed anything; absent from runs that did not note them. */
      primary: z
        .object({
          host: z.string(),
          port: z.int(),
          securityGroups: z.array(z.string()).optional(),
        })
        .nullable(),
      notSeen: z.string().optional(),
      replica: z.object({ host: z.string(), port: z.int() }),
    }),
  ),
});

export const RecordObjectivesOutcome = z.object({
  input: RunInput,
  executionArn: z.string(),
  toolVersion: z.string(),
});

export const ExportRunOutcome = z.object({
  files: z.array(z.object({ name: z.string(), lines: z.int().nonnegative() })),
  missingLedgerSegments: z.array(z.string()),
  /** Secrets that could not be read: files were not searched for their values, only for what looks like a secret. */
  secretsUnread: z.array(z.string()).optional(),
  /** What the bucket of the evidence does against deletion, as the report says it; not asked by earlier versions. */
  store: BucketRetention.optional(),
});

/** Clean-up is proven through the API: experiments that still run, tagged resources that still exist. */
export const CleanUpOutcome = z.object({
  runningExperiments: z.array(z.string()),
  taggedResources: z.array(z.string()),
  runningExecutions: z.array(z.string()),
  /** Databases whose old primary is fenced when its region answers again: left on purpose, until that has happened. */
  deferredFences: z.array(z.string()).default([]),
  /** Servers that the run could not give back to their clients, and what a person does who does it by hand. */
  fencesInForce: z
    .array(
      z.object({ id: z.string(), region: z.string(), instance: z.string(), byHand: z.array(z.string()) }),
    )
    .default([]),
  problems: z.array(z.string()),
});

/** Set by a Catch: the state that failed, and what the engine was told. */
export const WorkflowFailure = z.object({ state: z.string(), error: z.string(), cause: z.string() });

/**
 * By whose word an execution that had ended was made to go on, and why; advice: what was seen to be lost right before, null
 * where nothing depends on that any more. The workflow has no such state: the command writes it.
 */
export const ResumeOutcome = z.object({
  by: z.string(),
  reason: z.string(),
  advice: Advice.nullable(),
});

/** Which run it is. */
export const RunIdentity = z.object({
  run: RunName,
  kind: RunKind,
  target: Target,
  scope: Scope,
  plan: z.string(),
});

/**
 * Written by SealRecord as the outcome that closes the run: failure is null when no state failed; identity is all that
 * names a run that ended before its objectives were on record, and earlier versions did not write it.
 */
export const SealRecordOutcome = z.object({
  failure: WorkflowFailure.nullable(),
  identity: RunIdentity.optional(),
});

export const SHARED_OUTCOMES = {
  AcquireLock: AcquireLockOutcome,
  StartHerald: StartHeraldOutcome,
  DiscoverDatabases: DiscoverDatabasesOutcome,
  RecordObjectives: RecordObjectivesOutcome,
  ExportRun: ExportRunOutcome,
  CleanUp: CleanUpOutcome,
  Resume: ResumeOutcome,
  SealRecord: SealRecordOutcome,
} as const;

export type ResumeOutcome = z.infer<typeof ResumeOutcome>;

export type RunIdentity = z.infer<typeof RunIdentity>;

export type WorkflowFailure = z.infer<typeof WorkflowFailure>;
