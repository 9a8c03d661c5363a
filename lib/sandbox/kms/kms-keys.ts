import { createHash } from 'node:crypto';
import type { KmsKeyConfig, SandboxConfig } from '../sandbox-config.ts';

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
  const known = keys.map((key) => {
    const arn = key.arn ?? `arn:aws:kms:${key.region}:${account}:key/${keyId(key)}`;
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    return { region: key.region, arn, id, aliases: key.aliases, keyFile: key.keyFile ?? null };
  });
  const of = (region: string) => known.filter((key) => key.region === region);
  return {
    of,
    find: (region, name) =>
      of(region).find((key) => {
        const arns = key.aliases.map((alias) => aliasArn(key.arn, alias));
        return [key.arn, key.id, ...key.aliases, ...arns].includes(name);
      }),
  };
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

/** The same in every run, so that what was written down of a key still names it. */
function keyId({ region, aliases }: KmsKeyConfig): string {
  const digest = createHash('sha256')
    .update(`${region} ${aliases.join(' ')}`)
    .digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
