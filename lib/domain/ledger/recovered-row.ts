import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/**
 * One line of recovered.ndjson. Per database first a `server` line (who was asked, what it is), then one
 * `row` line for each heartbeat row of this run that the writer holds after promotion. Where the plan names a ledger
 * of its own, a `table` line says which sequences were read of it, and a `table-row` line follows for each row there;
 * or a `table-unread` line says why it could not be read.
 */
export const RecoveredServer = z.object({
  schemaVersion,
  line: z.literal('server'),
  database: z.string(),
  server: z.string(),
  systemIdentifier: z.string(),
  timeline: z.int().positive(),
  lsn: z.string(),
  inRecovery: z.boolean(),
  readAt: instantText,
});

export const RecoveredRow = z.object({
  schemaVersion,
  line: z.literal('row'),
  database: z.string(),
  writer: z.enum(['heartbeat', 'stale', 'proof']),
  segment: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  sent: instantText,
});

/** Sequences `from` to `to`, both included, in digits: what was seen of the table on the primary. */
export const RecoveredTable = z.object({
  schemaVersion,
  line: z.literal('table'),
  database: z.string(),
  table: z.string(),
  from: z.string(),
  to: z.string(),
  rows: z.int().nonnegative(),
});

export const RecoveredTableRow = z.object({
  schemaVersion,
  line: z.literal('table-row'),
  database: z.string(),
  table: z.string(),
  sequence: z.string(),
  time: z.string().nullable(),
});

/** The reading failed: of the table's rows nothing is known. */
export const RecoveredTableUnread = z.object({
  schemaVersion,
  line: z.literal('table-unread'),
  database: z.string(),
  table: z.string(),
  cause: z.string(),
});

export const RecoveredLine = z.discriminatedUnion('line', [
  RecoveredServer,
  RecoveredRow,
  RecoveredTable,
  RecoveredTableRow,
  RecoveredTableUnread,
]);

export type RecoveredServer = z.infer<typeof RecoveredServer>;
export type RecoveredRow = z.infer<typeof RecoveredRow>;
export type RecoveredLine = z.infer<typeof RecoveredLine>;
