import * as z from 'zod';
import { Evidence } from '../ledger/outage-finding.ts';
import { MoveInput } from './move-input.ts';
import { StopCondition } from './stop-condition.ts';
import { Endpoint, LedgerTable, RunService } from './run-parts.ts';

const common = {
  run: z.string(),
  /** Bucket of the recovery site, and its region: where samples and status go. */
  bucket: z.string(),
  region: z.string(),
  /** What the samples are of: a database's id, or "services". */
  source: z.string(),
  heartbeat: MoveInput.shape.heartbeat,
  detect: MoveInput.shape.detect,
};

const target = z.object({
  host: z.string(),
  port: z.int().positive(),
  database: z.string(),
  secret: z.string(),
});

/** What a ledger's writer looks at when heartbeats fail: the primary from outside, and who writes inside its region. */
export const OutageWitnessInput = z.object({
  region: z.string(),
  instance: z.string(),
  address: Endpoint.nullable(),
  staleWriter: z.boolean(),
});

/**
 * Input of one execution of the heartbeat's state machine. ledger: the writer that a client is, through the front
 * door; it holds the detection rule. stale: a writer that never learns of a switch, straight to the old primary.
 * reader: what the primary's statistics say, and the new rows of the plan's own ledger, through the front door.
 * health: the services' health checks, from outside.
 */
export const HeartbeatInput = z.discriminatedUnion('role', [
  z.object({
    ...common,
    role: z.literal('ledger'),
    target,
    witness: OutageWitnessInput.nullable().default(null),
  }),
  /** rowsOf: the run that its rows say they are of, where a series before it has used the run's own name. */
  z.object({ ...common, role: z.literal('stale'), target, rowsOf: z.string().optional() }),
  z.object({ ...common, role: z.literal('reader'), target, ledger: LedgerTable.nullable() }),
  z.object({
    ...common,
    role: z.literal('health'),
    services: z.array(RunService),
    /** What stops the run that holds this lock. */
    stop: z
      .object({ lock: z.string(), conditions: z.array(StopCondition) })
      .nullable()
      .default(null),
  }),
]);

/** What the state machine hands to one Lambda segment. The token is answered when the next segment should start. */
export const SegmentEvent = z.object({
  input: HeartbeatInput,
  segment: z.int().nonnegative(),
  taskToken: z.string(),
});

/** Object that a segment reads again and again (ControlWatch): whether to stop, and who waits for the detection. */
export const HeartbeatControl = z.object({
  stop: z.boolean(),
  detection: z
    .object({ taskToken: z.string(), state: z.string(), attempt: z.int(), pending: z.array(z.unknown()) })
    .nullable(),
});

/** Object that a segment writes again and again (reportSegment), and at once when others wait for it. Instants are ISO text. */
export const HeartbeatStatus = z.object({
  role: z.enum(['ledger', 'stale', 'reader', 'health']),
  source: z.string(),
  segment: z.int(),
  at: z.string(),
  good: z.int(),
  bad: z.int(),
  lastGoodAt: z.string().nullable(),
  detectedAt: z.string().nullable(),
  /** True when the last sample was not good. */
  failing: z.boolean().default(false),
  /** ledger: what was known of the primary region when the rule fired. */
  evidence: z.array(Evidence).default([]),
  /** health: services whose last check failed. */
  unhealthy: z.array(z.string()),
});

/** A series that has said nothing for so long is not taken for one that still watches. */
export const SILENT_SECONDS = 15;

export type HeartbeatInput = z.infer<typeof HeartbeatInput>;
export type OutageWitnessInput = z.infer<typeof OutageWitnessInput>;
export type SegmentEvent = z.infer<typeof SegmentEvent>;
export type HeartbeatControl = z.infer<typeof HeartbeatControl>;
export type HeartbeatStatus = z.infer<typeof HeartbeatStatus>;
