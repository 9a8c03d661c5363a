import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/** Kinds of keys that are named, the first of each in every slice, and counted all. */
export const NAMED_KINDS = [
  'missing',
  'extra',
  'different',
  /** Entity tags differ, and say nothing of the content. */
  'undecided',
  'on-its-way',
  'failed',
] as const;

/** Kinds of which only the number is kept. */
export const COUNTED_KINDS = [
  'same',
  /** The same content under another version: it was put there by something else than replication. */
  'other-version',
  /** To be read on neither side: deleted, there or on both. */
  'gone',
  /** Deleted at the primary, and kept by the replica as its rules want it. */
  'kept',
] as const;

const count = z.int().nonnegative();

/** A pair of buckets by the name that the plan gives it; a slice is what one call of the step has compared. */
const common = { schemaVersion, bucket: z.string(), slice: count };

const LineObject = z.object({
  versionId: z.string(),
  size: count,
  etag: z.string(),
  lastModified: instantText,
  deleteMarker: z.boolean(),
  /** Absent of an object that was not looked at by itself. */
  checksum: z
    .object({ algorithm: z.string(), value: z.string(), ofParts: z.boolean() })
    .nullable()
    .optional(),
  replicationStatus: z.enum(['PENDING', 'COMPLETED', 'FAILED', 'REPLICA']).nullable().optional(),
});

const Summary = z.object({
  ...common,
  line: z.literal('summary'),
  side: z.enum(['primary', 'replica']),
  name: z.string(),
  region: z.string(),
  /** Current versions, without delete markers. */
  objects: count,
  bytes: count,
  deleteMarkers: count,
});

const Named = z.object({
  ...common,
  line: z.enum(NAMED_KINDS),
  key: z.string(),
  primary: LineObject.nullable(),
  replica: LineObject.nullable(),
  differs: z.array(z.enum(['size', 'etag', 'checksum'])),
  /** Whether both objects were asked for by themselves, behind the listings. */
  looked: z.boolean(),
  seenAt: instantText,
});

const End = z.object({
  ...common,
  line: z.literal('end'),
  /** Keys behind this one were compared, up to `through`; null for the beginning, and for the end. */
  after: z.string().nullable(),
  through: z.string().nullable(),
  startedAt: instantText,
  endedAt: instantText,
  counts: z.record(z.enum([...COUNTED_KINDS, ...NAMED_KINDS]), count),
  /** What equality rests on: entity tag and size, or a checksum that both sides keep. */
  equalBy: z.object({ 'size-and-etag': count, checksum: count }),
  /** Of all that is on its way, what has been so for longest. */
  longestOnItsWay: z.object({ key: z.string(), lastModified: instantText, seenAt: instantText }).nullable(),
  /** Why this slice could not be compared; null when it was. */
  problem: z.string().nullable(),
});

/** A line of inventory.ndjson. */
export const InventoryLine = z.discriminatedUnion('line', [Summary, Named, End]);

export type InventoryLine = z.infer<typeof InventoryLine>;
export type LineObject = z.infer<typeof LineObject>;
export type SummaryLine = z.infer<typeof Summary>;
export type NamedLine = z.infer<typeof Named>;
export type EndLine = z.infer<typeof End>;
export type NamedKind = (typeof NAMED_KINDS)[number];
export type CountedKind = (typeof COUNTED_KINDS)[number];
