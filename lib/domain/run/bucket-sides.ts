import * as z from 'zod';
import { BucketPair, RunCommon } from './run-parts.ts';

/** What the steps that look at buckets read of a run's input, whatever its kind. */
export const BucketsInput = z.object({ ...RunCommon.shape, buckets: z.array(BucketPair) });

export type BucketsInput = z.infer<typeof BucketsInput>;

export interface BucketSide {
  readonly region: string;
  readonly bucket: string;
}

/** Where the two buckets of a pair are: objects are replicated from the primary site to the recovery site. */
export function sidesOf(
  { sites }: Pick<RunCommon, 'sites'>,
  { primary, replica }: BucketPair,
): { readonly primary: BucketSide; readonly replica: BucketSide } {
  return {
    primary: { region: sites.primary.region, bucket: primary },
    replica: { region: sites.recovery.region, bucket: replica },
  };
}
