import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { LogBucket } from './access-logs.ts';
import { ReplicationRole } from './replication-role.ts';

export interface SiteBucketProps {
  readonly bucketName: string;
  readonly accessLogs: LogBucket;
  /** Bucket of another region that gets a copy of each object, by its name; it exists before. */
  readonly copyTo?: string;
}

/**
 * A site's bucket: runs, locks, the log of runs and evidence. With Object Lock, so that what a run keeps nobody deletes before
 * its day; locks and switches are written anew as versions. Kept when the stack goes.
 */
export class SiteBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { bucketName, accessLogs, copyTo }: SiteBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      versioned: true,
      objectLockEnabled: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: `${bucketName}/`,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      ...(copyTo === undefined ? {} : this.#replication(bucketName, copyTo)),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
  #replication(from: string, to: string): Pick<BucketProps, 'replicationRole' | 'replicationRules'> {
    const { role } = new ReplicationRole(this, 'Replication', { from, to });
    const destination = Bucket.fromBucketName(this, 'Copy', to);
    return {
      replicationRole: role,
      // What is deleted here stays there.
      replicationRules: [{ destination, priority: 1, deleteMarkerReplication: false }],
    };
  }
}
