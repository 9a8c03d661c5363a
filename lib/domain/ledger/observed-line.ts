import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

const digits = z.string().regex(/^-?\d+$/);

/** Every line: which server was asked (host:port as it says itself), and when, on the reader's clock. */
const common = {
  schemaVersion,
  database: z.string(),
  segment: z.int().nonnegative(),
  reading: z.int().nonnegative(),
  server: z.string(),
  sent: instantText,
  answered: instantText,
};

/**
 * Counters of the engine, all of them only rising. writeIds: next transaction id; only transactions that write take
 * one, at once, in any database of the server, also when they roll back. commits, otherCommits, rollbacks: as
 * pg_stat_database has them (this database, all others, all), published by each session about once a second.
 * walBytes: the position of the write-ahead log.
 */
export const ObservedStatistics = z.object({
  ...common,
  line: z.literal('statistics'),
  writeIds: z.number(),
  commits: z.number(),
  otherCommits: z.number(),
  rollbacks: z.number(),
  walBytes: z.number(),
});

/** One reading of the plan's own ledger. complete: it reached the table's end, so that what it did not show was not there. */
export const ObservedTable = z.object({
  ...common,
  line: z.literal('table'),
  table: z.string(),
  complete: z.boolean(),
  rows: z.int().nonnegative(),
});

/** A row that a reading saw for the first time: it was committed by then. time: the plan's time column, null when empty. */
export const ObservedRow = z.object({
  ...common,
  line: z.literal('row'),
  table: z.string(),
  sequence: digits,
  time: z.string().nullable(),
});

/** One line of observed.ndjson: what a reader saw on the primary, through the front door. */
export const ObservedLine = z.discriminatedUnion('line', [ObservedStatistics, ObservedTable, ObservedRow]);

export type ObservedStatistics = z.infer<typeof ObservedStatistics>;
export type ObservedTable = z.infer<typeof ObservedTable>;
export type ObservedRow = z.infer<typeof ObservedRow>;
export type ObservedLine = z.infer<typeof ObservedLine>;
