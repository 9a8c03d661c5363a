import * as z from 'zod';
import { schemaVersion } from '../stored.ts';
import { BlockRange } from './block-range.ts';
import {
  ContentCost,
  ContentIdentity,
  ContentPoint,
  ContentTable,
  LeftOut,
  RangeReading,
  RowVersion,
  SequenceValue,
  TableName,
  Unread,
} from './contents.ts';

const count = z.int().nonnegative();
const side = z.enum(['primary', 'replica']);

/** Every line: which database of the plan it is about. */
const common = { schemaVersion, database: z.string() };

export const ServerLine = z.object({
  ...common,
  line: z.literal('server'),
  side,
  /** Its `database` is the name in the server, not the plan's. */
  identity: ContentIdentity,
});

/** The moment that the first comparison is exact for. */
export const PointLine = z.object({ ...common, line: z.literal('point'), ...ContentPoint.shape });

export const TableLine = z.object({
  ...common,
  line: z.literal('table'),
  ...ContentTable.shape,
  ranges: count,
});

export const LeftOutLine = z.object({ ...common, line: z.literal('left-out'), ...LeftOut.shape });

/**
 * One look at a range. after is null in the first comparison: the primary's digest is that of the point. In later looks
 * before and after are the primary's digests on either side of the replica's.
 */
export const RangeLine = z.object({
  ...common,
  line: z.literal('range'),
  table: TableName,
  ...BlockRange.shape,
  before: RangeReading,
  replica: RangeReading,
  after: RangeReading.nullable(),
});

const Place = z.object({
  ctid: z.string(),
  key: z.string().nullable(),
  before: RowVersion.nullable(),
  replica: RowVersion.nullable(),
  after: RowVersion.nullable(),
});

/** One look at the rows of the smallest range: how many are equal, and each place that is not. */
export const RowsLine = z.object({
  ...common,
  line: z.literal('rows'),
  table: TableName,
  ...BlockRange.shape,
  look: count,
  snapshot: z.string(),
  equal: count,
  odd: z.array(Place),
});

/** A look at rows that failed on one side. */
export const RowsUnreadLine = z.object({
  ...common,
  line: z.literal('rows-unread'),
  table: TableName,
  ...BlockRange.shape,
  look: count,
  side,
  ...Unread.shape,
});

export const SequenceLine = z.object({
  ...common,
  line: z.literal('sequence'),
  look: count,
  before: SequenceValue,
  replica: SequenceValue.nullable(),
  after: SequenceValue.nullable(),
});

export const CostLine = z.object({ ...common, line: z.literal('cost'), side, ...ContentCost.shape });

/** The last line. cause: why the comparison ended before it was through; null when it was. */
export const EndLine = z.object({
  ...common,
  line: z.literal('end'),
  cause: z.string().nullable(),
  tookMs: z.number().nonnegative(),
});

/** One line of a comparison of contents. What is equal and what has diverged follows from these lines alone. */
export const ContentLine = z.discriminatedUnion('line', [
  ServerLine,
  PointLine,
  TableLine,
  LeftOutLine,
  RangeLine,
  RowsLine,
  RowsUnreadLine,
  SequenceLine,
  CostLine,
  EndLine,
]);

export type TableLine = z.infer<typeof TableLine>;
export type RangeLine = z.infer<typeof RangeLine>;
export type RowsLine = z.infer<typeof RowsLine>;
export type RowsUnreadLine = z.infer<typeof RowsUnreadLine>;
export type SequenceLine = z.infer<typeof SequenceLine>;
export type ContentLine = z.infer<typeof ContentLine>;
