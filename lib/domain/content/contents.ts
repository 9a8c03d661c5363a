import * as z from 'zod';
import { instantText } from '../stored.ts';
import { lsnText } from './lsn.ts';

const digits = z.string().regex(/^-?\d+$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

export const TableName = z.object({ schema: z.string(), name: z.string() });

/** Who a server says it is, and what it holds. */
export const ContentIdentity = z.object({
  server: z.string(),
  systemIdentifier: digits,
  database: z.string(),
  engineVersion: z.string(),
  timeline: z.int(),
  inRecovery: z.boolean(),
  sizeBytes: count,
});

/** The moment that a view shows: its snapshot (`xmin:xmax:running`), and a position that all it shows lies before. */
export const ContentPoint = z.object({ snapshot: z.string(), lsn: lsnText, at: instantText });

/**
 * A table with rows of its own. storage: number of its file, another after each rewrite. primaryKey: its columns in
 * order, none where it has no key.
 */
export const ContentTable = z.object({
  table: TableName,
  kind: z.enum(['table', 'partition', 'materialized-view']),
  storage: digits,
  blocks: count,
  estimatedRows: z.number().nonnegative().nullable(),
  primaryKey: z.array(z.string()),
});

/** What is not compared, and why. */
export const LeftOut = z.object({ what: z.string(), reason: z.string() });

/** The newest heartbeat row of a run's writer. */
export const HeartbeatMark = z.object({
  run: z.string(),
  writer: z.string(),
  segment: count,
  seq: count,
});

/** Counts of a sequence; its values in digits, for they may exceed what a number holds. */
export const SequenceValue = z.object({
  sequence: TableName,
  lastValue: digits,
  isCalled: z.boolean(),
  increment: digits,
  cycles: z.boolean(),
});

/** Number of rows of a range, and one digest over all of them with their places and transactions. */
export const RangeDigest = z.object({ rows: count, digest });

/** What could not be read, in the server's words. again: another try may be answered. */
export const Unread = z.object({ unread: z.string(), again: z.boolean() });

export const RangeReading = z.union([RangeDigest, Unread]);

/** One version of a row: the transactions that made it and that deleted or locked it, and a digest of its text. */
export const RowVersion = z.object({ xmin: digits, xmax: digits, digest });

/** A row by its place (block, number), and by its primary key as JSON where there is one. */
export const ContentRow = RowVersion.extend({ ctid: z.string(), key: z.string().nullable() });

export const RowsReading = z.union([z.object({ snapshot: z.string(), rows: z.array(ContentRow) }), Unread]);

/** What reading has cost a server: statements, rows that were digested, and time in which a statement ran. */
export const ContentCost = z.object({ statements: count, rows: count, busyMs: z.number().nonnegative() });

export type TableName = z.infer<typeof TableName>;
export type ContentIdentity = z.infer<typeof ContentIdentity>;
export type ContentPoint = z.infer<typeof ContentPoint>;
export type ContentTable = z.infer<typeof ContentTable>;
export type LeftOut = z.infer<typeof LeftOut>;
export type HeartbeatMark = z.infer<typeof HeartbeatMark>;
export type SequenceValue = z.infer<typeof SequenceValue>;
export type RangeDigest = z.infer<typeof RangeDigest>;
export type Unread = z.infer<typeof Unread>;
export type RangeReading = z.infer<typeof RangeReading>;
export type RowVersion = z.infer<typeof RowVersion>;
export type ContentRow = z.infer<typeof ContentRow>;
export type RowsReading = z.infer<typeof RowsReading>;
export type ContentCost = z.infer<typeof ContentCost>;

/** A table's name for people. */
export function tableText({ schema, name }: TableName): string {
  return `${schema}.${name}`;
}
