import * as z from 'zod';
import { instantText } from '../stored.ts';

/** Outcomes of the states of a geo-replication check. */

const count = z.int().nonnegative();
const digits = z.string().regex(/^-?\d+$/);

/** A stream of WAL as the primary sees it. lagBytes: between what it has written and what the replica has replayed. */
export const ReplicationStream = z.object({
  name: z.string(),
  state: z.string(),
  lagBytes: digits.nullable(),
});

/** A slot keeps WAL for a replica that may have gone; retainedBytes is what it keeps. */
export const ReplicationSlot = z.object({
  name: z.string(),
  active: z.boolean(),
  walStatus: z.string().nullable(),
  retainedBytes: digits.nullable(),
});

/** A row that was sent to the primary, and when the replica was seen with it; `seenAt` null: not within the time. */
export const LagSample = z.object({
  sentAt: instantText,
  acknowledgedAt: instantText,
  lastUnseenAt: instantText.nullable(),
  seenAt: instantText.nullable(),
});

export const MeasureLagOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      streams: z.array(ReplicationStream),
      slots: z.array(ReplicationSlot),
      samples: z.array(LagSample),
    }),
  ),
});

/** How many lines each comparison has left in content.ndjson, which say what it came to. */
export const CompareContentsOutcome = z.object({
  databases: z.array(z.object({ id: z.string(), lines: count })),
});

export const REPLICATION_OUTCOMES = {
  MeasureLag: MeasureLagOutcome,
  CompareContents: CompareContentsOutcome,
} as const;

export type ReplicationStream = z.infer<typeof ReplicationStream>;
export type ReplicationSlot = z.infer<typeof ReplicationSlot>;
export type LagSample = z.infer<typeof LagSample>;
