import * as z from 'zod';
import { instantText } from '../stored.ts';

/** Outcomes of the states that look at replicated buckets. */

const count = z.int().nonnegative();

export const Checksum = z.object({ algorithm: z.string(), value: z.string(), ofParts: z.boolean() });

const Status = z.enum(['PENDING', 'COMPLETED', 'FAILED', 'REPLICA']).nullable();

export const BucketRule = z.object({
  id: z.string(),
  enabled: z.boolean(),
  destination: z.string(),
  prefix: z.string(),
  byTags: z.boolean(),
  copiesDeleteMarkers: z.boolean(),
});

/** One bucket. `settings` and `contents` are null where S3 refused to say them; `problem` has its words. */
export const InspectedBucket = z.object({
  name: z.string(),
  region: z.string(),
  exists: z.boolean(),
  settings: z
    .object({ versioning: z.enum(['enabled', 'suspended', 'off']), rules: z.array(BucketRule) })
    .nullable(),
  /** Current versions. complete: false where there were too many to be counted in the time of one call. */
  contents: z
    .object({ objects: count, bytes: count, deleteMarkers: count, complete: z.boolean() })
    .nullable(),
  problem: z.string().nullable(),
});

export const InspectBucketsOutcome = z.object({
  buckets: z.array(z.object({ id: z.string(), primary: InspectedBucket, replica: InspectedBucket })),
});

export const SendCanaryOutcome = z.object({
  canaries: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      versionId: z.string(),
      size: count,
      checksum: Checksum.nullable(),
      sentAt: instantText,
      acknowledgedAt: instantText,
    }),
  ),
  /** Pairs whose primary took no canary, and why. */
  refused: z.array(z.object({ id: z.string(), problem: z.string() })),
});

/** What the two buckets of a pair were seen to say of a canary. Every instant is that of a look. */
export const CanarySighting = z.object({
  id: z.string(),
  /** When the last look began that did not find it on the replica; null when the first one did. */
  lastUnseenAt: instantText.nullable(),
  /** When the first look was answered that found it there, the same in version, size and checksum. */
  seenAt: instantText.nullable(),
  /** The same of the source's own word that its replication is completed. */
  completedAt: instantText.nullable(),
  /** What stood on the replica under its key at the last look, whatever it was. */
  replica: z.object({ versionId: z.string(), size: count, checksum: Checksum.nullable() }).nullable(),
  /** Of the source at the last look; null where no rule covers it. */
  sourceStatus: Status,
  /** When the last look began that was answered; null before one was. */
  lookedAt: instantText.nullable(),
  problem: z.string().nullable(),
});

export const AwaitCanaryOutcome = z.object({ canaries: z.array(CanarySighting) });

/** How far the lines of inventory.ndjson go for each pair: in how many slices its keys were compared. */
export const CompareInventoriesOutcome = z.object({
  buckets: z.array(z.object({ id: z.string(), slices: count })),
});

const Removed = z.object({ removed: count, left: count, problem: z.string().nullable() });

export const RemoveCanaryOutcome = z.object({
  buckets: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      /** The copy was still due when its source was removed. */
      wasPending: z.boolean(),
      primary: Removed,
      replica: Removed,
    }),
  ),
});

export const BUCKET_OUTCOMES = {
  InspectBuckets: InspectBucketsOutcome,
  SendCanary: SendCanaryOutcome,
  AwaitCanary: AwaitCanaryOutcome,
  CompareInventories: CompareInventoriesOutcome,
  RemoveCanary: RemoveCanaryOutcome,
} as const;

export type InspectedBucket = z.infer<typeof InspectedBucket>;
export type InspectedPair = z.infer<typeof InspectBucketsOutcome>['buckets'][number];
export type SentCanaryEntry = z.infer<typeof SendCanaryOutcome>['canaries'][number];
export type CanarySighting = z.infer<typeof CanarySighting>;
export type RemovedCanary = z.infer<typeof RemoveCanaryOutcome>['buckets'][number];
