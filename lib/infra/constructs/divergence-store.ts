import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { LogBucket } from './access-logs.ts';

export interface DivergenceStoreProps {
  readonly bucketName: string;
  readonly accessLogs: LogBucket;
}

/**
 * Where rows of users lie that an old primary alone held: apart from evidence, under a key of their own, and without Object
 * Lock, so that they can be deleted, the key with them.
 */
export class DivergenceStore extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, { bucketName, accessLogs }: DivergenceStoreProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Rows of users in ${bucketName}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: `${bucketName}/`,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
