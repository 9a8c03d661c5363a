import { createHash } from 'node:crypto';
import type { KmsKeyConfig, SandboxConfig } from '../sandbox-config.ts';
import { openSigningKey } from './signing-key.ts';

export interface KmsKey {
  readonly arn: string;
  readonly id: string;
  readonly aliases: readonly string[];
  /** Of a key that signs; null for one that is a name, and encrypts nothing. */
  readonly keyFile: string | null;
}

/** Keys of all regions: a region knows its own only. */
export interface KmsKeys {
  of(region: string): readonly KmsKey[];
  /** The key that an ARN, an id, an alias or an alias's ARN names. */
  find(region: string, name: string): KmsKey | undefined;
}

interface Place {
  readonly account: string;
  readonly keys: readonly KmsKeyConfig[];
}

export function makeKmsKeys({ account, keys }: Place): KmsKeys {
  // Looked at each time: under its alias there is another key once one was rotated.
  const of = (region: string) =>
    keys.filter((key) => key.region === region).map((key) => named(key, account));
  return {
    of,
    find: (region, name) =>
      of(region).find((key) => {
        const arns = key.aliases.map((alias) => aliasArn(key.arn, alias));
        return [key.arn, key.id, ...key.aliases, ...arns].includes(name);
      }),
  };
}

function named(key: KmsKeyConfig, account: string): KmsKey {
  const arn = key.arn ?? `arn:aws:kms:${key.region}:${account}:key/${keyId(key)}`;
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  return { arn, id, aliases: key.aliases, keyFile: key.keyFile ?? null };
}

/** Those of a sandbox. */
export function kmsKeysOf({ account, kmsKeys, regions }: SandboxConfig): KmsKeys {
  return makeKmsKeys({ account, keys: kmsKeys ?? defaultKmsKeys(regions) });
}

/** An alias lies beside its key. */
export function aliasArn(keyArn: string, alias: string): string {
  return keyArn.replace(/key\/[^/]*$/, alias);
}

/** The key that RDS uses unless it is told another one, and one of the account's own, in every region. */
export function defaultKmsKeys(regions: readonly string[]): KmsKeyConfig[] {
  return regions.flatMap((region) =>
    ['alias/aws/rds', 'alias/muster'].map((alias) => ({ region, aliases: [alias] })),
  );
}

/** The same in every run, so that what was written down of a key still names it; a key that signs has its own. */
function keyId({ region, aliases, keyFile }: KmsKeyConfig): string {
  const hash = createHash('sha256').update(`${region} ${aliases.join(' ')}`);
  if (keyFile !== undefined) hash.update(openSigningKey(keyFile).spki);
  const digest = hash.digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
