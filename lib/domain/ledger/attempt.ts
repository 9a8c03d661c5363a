import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/**
 * acknowledged: the server confirmed the commit.
 * failed: the row was never sent, or the server refused it: it cannot exist.
 * in-doubt: sent, and the connection broke or the time-out passed first: it may or may not exist.
 */
export const AttemptOutcome = z.enum(['acknowledged', 'failed', 'in-doubt']);

/**
 * How a connection came to be, on the first attempt that it carried: when its opening began, and when the latest one
 * before it began that no server had answered, or that one refused, by the end of that attempt: whoever came then was
 * still sent to a site that is lost.
 */
const Opening = z.object({ began: instantText, failedBefore: instantText.nullable() });

/**
 * One line of ledger.ndjson and stale.ndjson: one attempt of a writer to commit one heartbeat row.
 * `sent` is the start of the attempt (connecting included); `answered` is when its outcome was known.
 * `server` is host:port as the server itself reports it (inet_server_addr), null if none was reached.
 * `sentNs` and `answeredNs` are the monotonic clock of the same process, in nanoseconds.
 */
export const Attempt = z.object({
  schemaVersion,
  database: z.string(),
  segment: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  connection: z.int().nonnegative(),
  sent: instantText,
  answered: instantText,
  outcome: AttemptOutcome,
  server: z.string().nullable(),
  sentNs: z.string().regex(/^\d+$/),
  answeredNs: z.string().regex(/^\d+$/),
  error: z.string().optional(),
  /** Absent from later attempts of a connection, and from runs that did not write it down. */
  opening: Opening.optional(),
});

export type AttemptOutcome = z.infer<typeof AttemptOutcome>;
export type Attempt = z.infer<typeof Attempt>;
