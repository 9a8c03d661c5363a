import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/**
 * One line of recovered.ndjson. Per database first a `server` line (who was asked, what it is), then one
 * `row` line for each heartbeat row of this run that the writer holds after promotion.
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

export const RecoveredLine = z.discriminatedUnion('line', [RecoveredServer, RecoveredRow]);

export type RecoveredServer = z.infer<typeof RecoveredServer>;
export type RecoveredRow = z.infer<typeof RecoveredRow>;
export type RecoveredLine = z.infer<typeof RecoveredLine>;
