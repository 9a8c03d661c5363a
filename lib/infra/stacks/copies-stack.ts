import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RecoveryPlan } from '../../domain/plan/recovery-plan.ts';
import { AccessLogs } from '../constructs/access-logs.ts';
import { SiteBucket } from '../constructs/site-bucket.ts';
import { copyOf, sitesOf } from '../sites.ts';

export interface CopiesStackProps extends StackProps {
  readonly region: string;
  readonly plans: readonly RecoveryPlan[];
}

/**
 * What a region keeps for the other ones: copies of their sites' buckets. A stack of its own, deployed before the others,
 * since two regions copy to each other, and S3 asks that a copy's bucket be there.
 */
export class CopiesStack extends Stack {
  constructor(scope: Construct, id: string, { region, plans, ...props }: CopiesStackProps) {
    super(scope, id, { ...props, suppressTemplateIndentation: true });
    const { bucket: accessLogs } = new AccessLogs(this, 'AccessLogs');
    for (const { bucket } of sitesOf(plans).filter((site) => site.copiedTo === region))
      new SiteBucket(this, `Copy-${bucket}`, { bucketName: copyOf(bucket), accessLogs });
  }
}
