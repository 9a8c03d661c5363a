import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../access/acknowledge-wildcards.ts';

export interface ReplicationRoleProps {
  readonly from: string;
  readonly to: string;
}

/**
 * May copy a bucket with Object Lock to another one, both by name (S3 User Guide, "Replicating objects with Object Lock"). The
 * CDK's own has one name in every region, and an account has each name once.
 */
export class ReplicationRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { from, to }: ReplicationRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('s3.amazonaws.com') });
    const may = (resource: string, ...actions: string[]) =>
      this.role.addToPolicy(new PolicyStatement({ actions, resources: [`arn:aws:s3:::${resource}`] }));
    may(from, 's3:GetReplicationConfiguration', 's3:ListBucket');
    may(
      `${from}/*`,
      's3:GetObjectLegalHold',
      's3:GetObjectRetention',
      's3:GetObjectVersionAcl',
      's3:GetObjectVersionForReplication',
      's3:GetObjectVersionTagging',
    );
    may(`${to}/*`, 's3:ReplicateObject', 's3:ReplicateTags');
    const each = 'every object of the bucket is copied';
    acknowledgeWildcards(this, new Map([from, to].map((bucket) => [`arn:aws:s3:::${bucket}/*`, each])));
  }
}
