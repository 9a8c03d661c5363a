import type { KmsKeys } from '../kms/kms-keys.ts';
import { AwsError } from '../wire/aws-error.ts';

/** ARN of the key that encrypts an instance or a snapshot. @throws AwsError KMSKeyNotAccessibleFault */
export function requireKey(keys: KmsKeys, region: string, name: string): string {
  const found = keys.find(region, name);
  if (found) return found.arn;
  throw new AwsError(
    'KMSKeyNotAccessibleFault',
    `The target KMS key [${name}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
}
