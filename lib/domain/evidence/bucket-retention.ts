import * as z from 'zod';

/** `COMPLIANCE`: until its date nobody deletes it. `GOVERNANCE`: nobody without a permission of its own. */
export const RetentionMode = z.enum(['GOVERNANCE', 'COMPLIANCE']);

/** What a bucket says of keeping objects against deletion, whoever asks. */
export const BucketRetention = z.discriminatedUnion('objectLock', [
  z.strictObject({
    objectLock: z.literal('on'),
    /** What it gives every new object by itself; null for nothing. Seconds, at least as long as the bucket's days or years. */
    byDefault: z.strictObject({ mode: RetentionMode, seconds: z.number().positive() }).nullable(),
  }),
  /** Whoever may delete in the bucket can delete evidence. */
  z.strictObject({ objectLock: z.literal('off') }),
  z.strictObject({ objectLock: z.literal('unknown'), problem: z.string() }),
]);

export type RetentionMode = z.infer<typeof RetentionMode>;
export type BucketRetention = z.infer<typeof BucketRetention>;
