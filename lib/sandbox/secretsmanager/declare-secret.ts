import { createHash } from 'node:crypto';
import type { Secret } from './secret.ts';

export interface SecretDeclaration {
  readonly name: string;
  readonly region: string;
  readonly value: string;
}

/** Gives a secret its ARN, which on AWS ends in six characters, and the id of its version. */
export function declareSecret(account: string, { name, region, value }: SecretDeclaration): Secret {
  const digest = createHash('sha256').update(`${region}/${name}`).digest('hex');
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${digest.slice(0, 6)}`;
  return { name, region, value, arn, versionId: uuidOf(digest), createdAt: new Date() };
}

function uuidOf(hex: string): string {
  const lengths = [8, 4, 4, 4, 12];
  let start = 0;
  return lengths.map((length) => hex.slice(start, (start += length))).join('-');
}
