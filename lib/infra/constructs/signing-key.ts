import { RemovalPolicy } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** A region's key that signs evidence, under the alias by which runs ask for it. Kept when the stack goes: its public half is asked for later. */
export class SigningKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, alias: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias,
      description: 'Signs the evidence of drills and failovers',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
