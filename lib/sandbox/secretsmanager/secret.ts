import { AwsError } from '../wire/aws-error.ts';

export interface Secret {
  readonly name: string;
  readonly region: string;
  readonly value: string;
  readonly arn: string;
  /** Id of its one version: the sandbox rotates nothing. */
  readonly versionId: string;
  readonly createdAt: Date;
}

export type FindSecret = (region: string, secretId: string) => Secret;

/** Finds by name or ARN within one region. @throws AwsError ResourceNotFoundException in AWS's words */
export function makeFindSecret(secrets: readonly Secret[]): FindSecret {
  return (region, secretId) => {
    const found = secrets.find(
      (one) => one.region === region && (one.name === secretId || one.arn === secretId),
    );
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
}
