import * as z from 'zod';
import { schemaVersion, seconds } from '../stored.ts';
import { RunNotices } from './run-notices.ts';
import { RunOption } from './run-options.ts';

/** Kinds of drill, by the names of their folders. */
export const RunKind = z.enum(['failover', 'backup', 'replication-check', 'restore', 'switchover']);

/** Where a proof was made: on a sandbox, on isolated copies, on the live system in a drill, or for real. */
export const Scope = z.enum(['rehearsal', 'isolated', 'live', 'real']);

/** What a run runs on. */
export const Target = z.enum(['sandbox', 'aws']);

export const Endpoint = z.object({ host: z.string(), port: z.int().positive() });

/** The plan's own ledger: a table that only grows, with a column that rises and one that says when. */
export const LedgerTable = z.object({
  table: z.string(),
  sequenceColumn: z.string(),
  timeColumn: z.string(),
});

/** A database as a run needs it. Passwords are never here: `secret` names are looked up where they are used. */
export const RunDatabase = z.object({
  id: z.string(),
  database: z.string(),
  primary: z.object({ region: z.string(), instance: z.string() }),
  replica: z.object({ region: z.string(), instance: z.string() }),
  frontDoor: Endpoint,
  /** How the stale writer reaches the primary from within its region; null: by the address discovered. */
  directDoor: Endpoint.nullable().default(null),
  operatorSecret: z.string(),
  heartbeatSecret: z.string(),
  fencedRoles: z.array(z.string()).min(1),
  ledger: LedgerTable.nullable().default(null),
});

/** Objects that the primary site's bucket replicates to the recovery site's. */
export const BucketPair = z.object({ id: z.string(), primary: z.string(), replica: z.string() });

export const HealthCheck = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('http'), url: z.string(), timeoutSeconds: seconds }),
  z.object({ kind: z.literal('tcp'), host: z.string(), port: z.int().positive(), timeoutSeconds: seconds }),
]);

export const RunService = z.object({
  name: z.string(),
  wave: z.int().nonnegative(),
  required: z.boolean(),
  rtoSeconds: seconds,
  rpoSeconds: seconds,
  dependsOn: z.array(z.string()),
  stores: z.array(z.string()),
  healthCheck: HealthCheck,
});

/** A delay or effect that the environment simulates or leaves out, beside what AWS does. */
export const Simulation = z.object({ name: z.string(), here: z.string(), aws: z.string() });

/** The deployment gives every step's function this time-out. */
export const HANDLER_LIMIT_SECONDS = 300;

/** What is left of a run to be finished: it enters the workflow where every Catch leads to. */
export const Finish = z.object({
  /** The execution that ended: owner of the locks and of their generation. */
  executionArn: z.string(),
  /** Number of the first attempt of each state in the record, above those of the run and of finishes before. */
  firstAttempt: z.int().positive(),
  /** By state, as the record has them. */
  outcomes: z.record(z.string(), z.unknown()),
  /** States that announced a change and left no outcome: it may have been made. */
  undecided: z.array(z.string()),
  failure: z.object({ state: z.string(), error: z.string(), cause: z.string() }),
  /** The record has its seal: raw files and record stay as they are, whatever is still cleaned up. */
  sealed: z.boolean(),
});

/** A run's name, as it stands in names of resources, in keys and in addresses. */
export const RunName = z.string().regex(/^[a-z0-9][a-z0-9-]{2,62}$/);

/**
 * What every kind of run has. It stands in `$run` of every state, and the whole input in the record
 * (RecordObjectives), so that nothing that a verdict rests on comes from elsewhere. All durations are real seconds.
 */
export const RunCommon = z.object({
  schemaVersion,
  run: RunName,
  kind: RunKind,
  target: Target,
  scope: Scope,
  plan: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  sites: z.object({
    primary: z.object({ name: z.string(), region: z.string(), bucket: z.string() }),
    recovery: z.object({ name: z.string(), region: z.string(), bucket: z.string() }),
  }),
  databases: z.array(RunDatabase).min(1),
  /** Real scope only: take the locks from a drill that has not ended. */
  preempt: z.boolean().default(false),
  /** Time-out of every step's function: how long a call of a run that was superseded may go on. */
  handlerLimitSeconds: z.number().positive().default(HANDLER_LIMIT_SECONDS),
  /** Set where an execution finishes a run whose own one ended without a clean clean-up. */
  finish: Finish.optional(),
  simulations: z.array(Simulation),
  /** Where the run announces itself; null: nowhere. */
  notices: RunNotices.nullable().default(null),
  /** People stand in this run by their pseudonyms alone. */
  pseudonyms: z.literal(true).optional(),
  /** What the command line has chosen in place of the plan; absent where it has chosen nothing. */
  options: z.array(RunOption).optional(),
  /** Roles go from the recovery site to the primary site, where everything of the run stays at the recovery site. */
  turned: z.boolean().optional(),
});

export type RunKind = z.infer<typeof RunKind>;
export type Scope = z.infer<typeof Scope>;
export type Finish = z.infer<typeof Finish>;
export type Endpoint = z.infer<typeof Endpoint>;
export type LedgerTable = z.infer<typeof LedgerTable>;
export type RunDatabase = z.infer<typeof RunDatabase>;
export type BucketPair = z.infer<typeof BucketPair>;
export type HealthCheck = z.infer<typeof HealthCheck>;
export type RunService = z.infer<typeof RunService>;
export type RunCommon = z.infer<typeof RunCommon>;
