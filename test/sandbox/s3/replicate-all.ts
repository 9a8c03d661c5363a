import { PutBucketReplicationCommand, type S3Client } from '@aws-sdk/client-s3';

/** Has every object of the bucket `here` replicated to `there`, and its delete markers where that is said. */
export async function replicateAll(s3: S3Client, markers: 'Enabled' | 'Disabled'): Promise<void> {
  const rule = {
    ID: 'all',
    Priority: 1,
    Status: 'Enabled',
    Filter: { Prefix: '' },
    DeleteMarkerReplication: { Status: markers },
    Destination: { Bucket: 'arn:aws:s3:::there' },
  } as const;
  const configuration = { Role: 'arn:aws:iam::000000000000:role/copy', Rules: [rule] };
  await s3.send(new PutBucketReplicationCommand({ Bucket: 'here', ReplicationConfiguration: configuration }));
}
