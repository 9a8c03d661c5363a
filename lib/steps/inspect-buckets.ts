import { BucketMissing, BucketRefused } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import type { InspectedBucket } from '../domain/record/bucket-outcomes.ts';
import { BucketsInput, sidesOf } from '../domain/run/bucket-sides.ts';
import type { BucketRef, Buckets } from '../ports/buckets.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** Well within the time that a function has: a bucket that holds more is counted up to there. */
const COUNT_WITHIN_MS = 120_000;

export interface InspectBucketsPorts extends StepPorts {
  readonly buckets: Buckets;
}

/**
 * Looks at both buckets of every pair: versioning, replication rules, and how much they hold. What S3 refuses to say is
 * an answer, judged later. Changes nothing.
 * @throws RegionUnreachable, ThrottledUnknown
 */
export function makeInspectBuckets(ports: InspectBucketsPorts) {
  return makeStep(ports, {
    state: 'InspectBuckets',
    input: BucketsInput,
    act: async ({ run }) => {
      const deadline = ports.clock.now() + COUNT_WITHIN_MS * 1000;
      const pairs = run.buckets.map(async (pair) => {
        const sides = sidesOf(run, pair);
        const [primary, replica] = await Promise.all([
          inspect(ports, sides.primary, deadline),
          inspect(ports, sides.replica, deadline),
        ]);
        return { id: pair.id, primary, replica };
      });
      return { buckets: await Promise.all(pairs) };
    },
  });
}

async function inspect(
  ports: InspectBucketsPorts,
  ref: BucketRef,
  deadline: Instant,
): Promise<InspectedBucket> {
  const bucket = { name: ref.bucket, region: ref.region };
  try {
    const [{ versioning, rules }, contents] = await Promise.all([
      ports.buckets.settings(ref),
      count(ports, ref, deadline),
    ]);
    const settings = { versioning, rules: rules.map((rule) => ({ ...rule })) };
    return { ...bucket, exists: true, settings, contents, problem: null };
  } catch (error) {
    const isMissing = error instanceof BucketMissing;
    if (!isMissing && !(error instanceof BucketRefused)) throw error;
    return { ...bucket, exists: !isMissing, settings: null, contents: null, problem: error.seen };
  }
}

async function count({ buckets, clock }: InspectBucketsPorts, ref: BucketRef, deadline: Instant) {
  const sum = { objects: 0, bytes: 0, deleteMarkers: 0 };
  for await (const page of buckets.objects(ref, null)) {
    if (clock.now() > deadline) return { ...sum, complete: false };
    for (const { deleteMarker, size } of page) {
      if (deleteMarker) sum.deleteMarkers += 1;
      else sum.objects += 1;
      sum.bytes += size;
    }
  }
  return { ...sum, complete: true };
}
