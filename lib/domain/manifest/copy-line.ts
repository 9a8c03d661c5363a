import * as z from 'zod';
import { BlockRange } from '../content/block-range.ts';
import { ContentCost, ContentIdentity, RangeReading, SequenceValue, TableName } from '../content/contents.ts';
import { schemaVersion } from '../stored.ts';

const count = z.int().nonnegative();

const common = { schemaVersion, database: z.string() };

export const CopyServerLine = z.object({
  ...common,
  line: z.literal('copy-server'),
  /** Its `database` is the name in the server, not the plan's. */
  identity: ContentIdentity,
  tables: z.array(TableName),
});

/** What the copy holds of a range of the manifest. */
export const CopyRangeLine = z.object({
  ...common,
  line: z.literal('copy-range'),
  table: TableName,
  ...BlockRange.shape,
  copy: RangeReading,
});

/** The rows that a manifest kept of a range that changed: how many the copy has, and the places of the others. */
export const CopyRowsLine = z.object({
  ...common,
  line: z.literal('copy-rows'),
  table: TableName,
  ...BlockRange.shape,
  found: count,
  missing: z.array(z.string()),
  different: z.array(z.string()),
  unread: z.string().nullable(),
});

export const CopySequencesLine = z.object({
  ...common,
  line: z.literal('copy-sequences'),
  values: z.array(SequenceValue),
});

export const CopyEndLine = z.object({
  ...common,
  line: z.literal('copy-end'),
  cause: z.string().nullable(),
  cost: ContentCost,
});

/** One line of the comparison of a restored copy with the manifest of its backup. */
export const CopyLine = z.discriminatedUnion('line', [
  CopyServerLine,
  CopyRangeLine,
  CopyRowsLine,
  CopySequencesLine,
  CopyEndLine,
]);

export type CopyServerLine = z.infer<typeof CopyServerLine>;
export type CopyRangeLine = z.infer<typeof CopyRangeLine>;
export type CopyRowsLine = z.infer<typeof CopyRowsLine>;
export type CopyLine = z.infer<typeof CopyLine>;
