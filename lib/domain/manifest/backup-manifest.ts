import * as z from 'zod';
import { BlockRange } from '../content/block-range.ts';
import {
  ContentIdentity,
  ContentPoint,
  ContentTable,
  HeartbeatMark,
  LeftOut,
  RangeReading,
  RowVersion,
  SequenceValue,
} from '../content/contents.ts';
import { schemaVersion } from '../stored.ts';

const RangeBefore = BlockRange.extend({ before: RangeReading });

/** What a database held before its backup began. `server.sizeBytes` is the database's size. */
export const OpenManifest = z.object({
  schemaVersion,
  database: z.string(),
  server: ContentIdentity,
  before: ContentPoint,
  heartbeats: z.array(HeartbeatMark),
  leftOut: z.array(LeftOut),
  sequencesBefore: z.array(SequenceValue),
  tables: z.array(ContentTable.extend({ ranges: z.array(RangeBefore) })),
});

/** A row that was there before a backup began, and is still there, unchanged, after it ended: it has to be in it. */
export const SettledRow = RowVersion.omit({ xmax: true }).extend({ ctid: z.string() });

/**
 * The rows of a range that changed while the backup was taken. kept: those that did not; null where they were too many
 * to keep or could not be read, which `reason` says.
 */
const Settled = z.object({ kept: z.array(SettledRow).nullable(), reason: z.string().nullable() });

/** settled is null for a range that was the same before and after: all its rows have to be in the backup. */
export const ManifestRange = RangeBefore.extend({ after: RangeReading, settled: Settled.nullable() });

/** What a backup has to hold, from two looks at its source: before it began and after it ended. */
export const BackupManifest = OpenManifest.extend({
  after: ContentPoint,
  heartbeatsAfter: z.array(HeartbeatMark),
  sequencesAfter: z.array(SequenceValue),
  tables: z.array(ContentTable.extend({ ranges: z.array(ManifestRange) })),
});

export type OpenManifest = z.infer<typeof OpenManifest>;
export type SettledRow = z.infer<typeof SettledRow>;
export type ManifestRange = z.infer<typeof ManifestRange>;
export type BackupManifest = z.infer<typeof BackupManifest>;

/** Rows that the source held when the backup began, as far as they could be read. */
export function rowsBefore({ tables }: OpenManifest): number {
  const ranges = tables.flatMap((table) => table.ranges);
  return ranges.reduce((total, { before }) => total + ('rows' in before ? before.rows : 0), 0);
}
