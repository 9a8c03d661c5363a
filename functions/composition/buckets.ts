import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeS3Buckets } from '../../lib/aws/s3-buckets.ts';
import { clock } from './clock.ts';
import { once } from './once.ts';

export const buckets = makeS3Buckets({
  clientOf: once((region) => new S3Client({ ...clientOptions(region), forcePathStyle: true })),
  now: () => clock.now(),
});
