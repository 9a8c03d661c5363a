import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { makeBucketObjects } from '../../lib/aws/bucket-objects.ts';
import { clientOptions, hurriedOptions, HURRIED_LIMIT_MS } from '../../lib/aws/client-options.ts';
import { makeObjectApplicationWriters } from '../../lib/aws/object-application-writers.ts';
import { makeObjectBackgroundJobs } from '../../lib/aws/object-background-jobs.ts';
import { makeObjectLocks } from '../../lib/aws/object-locks.ts';
import { makeObjectRecord } from '../../lib/aws/object-record.ts';
import { makeObjectTraffic } from '../../lib/aws/object-traffic.ts';
import { makeS3Retention } from '../../lib/aws/s3-retention.ts';
import { divergenceBucket } from '../../lib/domain/divergence/divergence-bucket.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { makeSystemClock } from '../../lib/system/system-clock.ts';
import { clock } from './clock.ts';
import { once } from './once.ts';

const Site = z.object({ region: z.string(), bucket: z.string() });
const OfStep = z.object({
  run: z.object({ sites: FailoverInput.shape.sites, scope: FailoverInput.shape.scope.optional() }),
});
const OfSegment = z.object({ input: Site });

const s3 = once((region) => new S3Client({ ...clientOptions(region), forcePathStyle: true }));

const sites = once((bucketInRegion) => {
  const [region = '', bucket = ''] = bucketInRegion.split('/');
  const objects = makeBucketObjects(s3(region), bucket);
  return {
    objects,
    locks: makeObjectLocks({ objects, statusOf, now: () => clock.now() }),
    record: makeObjectRecord(objects),
    traffic: makeObjectTraffic(objects),
    jobs: makeObjectBackgroundJobs(objects),
    writers: makeObjectApplicationWriters(objects),
  };
});

/** Only taking a lock asks for another run's execution: its client is loaded when that happens. */
async function statusOf(executionArn: string): Promise<string | null> {
  const { workflows } = await import('./workflows.ts');
  return workflows().status(executionArn);
}

function siteOf({ region, bucket }: z.infer<typeof Site>) {
  return sites(`${region}/${bucket}`);
}

/** What every step has, and the objects of the recovery site that some act on. */
export function stepPorts(event: unknown) {
  return { clock, ...siteOf(OfStep.parse(event).run.sites.recovery) };
}

/** The divergence store of the recovery site. */
export function divergenceStore(event: unknown) {
  const { region, bucket } = OfStep.parse(event).run.sites.recovery;
  return makeBucketObjects(s3(region), divergenceBucket(bucket));
}

/** How the recovery site's bucket keeps objects from being deleted. */
export function siteRetention(event: unknown) {
  const { recovery } = OfStep.parse(event).run.sites;
  return makeS3Retention(s3(recovery.region), recovery);
}

/**
 * Locks of the site that is to be lost; that a run cleaned up stands in its record, at the recovery site. A real run
 * goes on without a lock that it cannot reach, and somebody waits for that.
 */
export function primaryLocks(event: unknown) {
  const { run } = OfStep.parse(event);
  const { primary, recovery } = run.sites;
  const { objects: records } = siteOf(recovery);
  const objects = run.scope === 'real' ? hurriedObjects(primary) : siteOf(primary).objects;
  return makeObjectLocks({ objects, records, statusOf, now: () => clock.now() });
}

const hurriedS3 = once((region) => new S3Client({ ...hurriedOptions(region), forcePathStyle: true }));

/** Objects of a site that nobody waits for when its region says nothing. */
export function hurriedObjects({ region, bucket }: z.infer<typeof Site>) {
  return makeBucketObjects(hurriedS3(region), bucket, HURRIED_LIMIT_MS);
}

/**
 * The one bucket that a heartbeat segment knows, and a clock that reads UTC anew: an environment that was frozen between
 * two calls may have stopped the clock that carries it on.
 */
export function segmentPorts(event: unknown) {
  const { objects, locks } = siteOf(OfSegment.parse(event).input);
  return { clock: makeSystemClock(), objects, locks };
}
