import * as z from 'zod';
import { parseInput } from '../wire/parse-input.ts';
import type { FindSecret } from './secret.ts';

const Input = z.strictObject({ SecretId: z.string().min(1) });

/** What is known of a secret, without its value. */
export function describeSecret(find: FindSecret, region: string, input: unknown): object {
  const secret = find(region, parseInput(Input, input).SecretId);
  const createdDate = secret.createdAt.getTime() / 1000;
  return {
    ARN: secret.arn,
    Name: secret.name,
    CreatedDate: createdDate,
    LastChangedDate: createdDate,
    Tags: [],
    VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] },
  };
}
