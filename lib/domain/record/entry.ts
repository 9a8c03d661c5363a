import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/**
 * intent: what a step is about to do, written before it acts. outcome: what it saw. A state with an intent and no
 * outcome reads "unknown". `attempt` counts the retries of the state, from 0.
 */
export const StepEntry = z.object({
  schemaVersion,
  kind: z.enum(['intent', 'outcome']),
  state: z.string(),
  attempt: z.int().nonnegative(),
  at: instantText,
  data: z.record(z.string(), z.unknown()),
});

/** What the workflow engine says of its own: one event of the execution's history, in its order. */
export const HistoryEntry = z.object({
  schemaVersion,
  kind: z.literal('history'),
  id: z.int().positive(),
  type: z.string(),
  at: instantText,
  state: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});

/** Last line of record.ndjson: the SHA-256 of every other sealed file, and of the lines before it. */
export const SealEntry = z.object({
  schemaVersion,
  kind: z.literal('seal'),
  at: instantText,
  recordSha256: z.string(),
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int().nonnegative() })),
});

export const RecordEntry = z.discriminatedUnion('kind', [StepEntry, HistoryEntry, SealEntry]);

export type StepEntry = z.infer<typeof StepEntry>;
export type HistoryEntry = z.infer<typeof HistoryEntry>;
export type SealEntry = z.infer<typeof SealEntry>;
export type RecordEntry = z.infer<typeof RecordEntry>;
