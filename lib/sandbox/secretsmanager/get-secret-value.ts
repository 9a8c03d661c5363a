import * as z from 'zod';
import { parseInput } from '../wire/parse-input.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { FindSecret, Secret } from './secret.ts';

const Input = z.strictObject({
  SecretId: z.string().min(1),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});

/** The one version of a secret, which is the current one. */
export function getSecretValue(find: FindSecret, region: string, input: unknown): object {
  const { SecretId, VersionId, VersionStage } = parseInput(Input, input);
  const secret = find(region, SecretId);
  requireVersion(secret, VersionId, VersionStage);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: secret.versionId,
    SecretString: secret.value,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: secret.createdAt.getTime() / 1000,
  };
}

function requireVersion(secret: Secret, id: string | undefined, stage: string | undefined): void {
  if ((id ?? secret.versionId) === secret.versionId && (stage ?? 'AWSCURRENT') === 'AWSCURRENT') return;
  const asked = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
  throw new AwsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${asked}`,
  );
}
