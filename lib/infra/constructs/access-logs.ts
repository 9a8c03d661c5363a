import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The CDK's own types do not fit under exactOptionalPropertyTypes: there a Bucket is no IBucket. */
export class LogBucket extends Bucket {
  override get isWebsite(): boolean {
    return super.isWebsite ?? false;
  }
}

/** Where S3 writes who has read and written the buckets of a region, for a year. */
export class AccessLogs extends Construct {
  readonly bucket: LogBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new LogBucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{ expiration: Duration.days(400) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
