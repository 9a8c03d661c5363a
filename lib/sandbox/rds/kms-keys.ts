import { createHash } from 'node:crypto';
import { AwsError } from '../wire/aws-error.ts';

/** A KMS key, which here is a name and nothing else. */
export interface KmsKeyConfig {
  readonly region: string;
  readonly aliases: readonly string[];
  /** Else one is made of the region and the aliases. */
  readonly arn?: string | undefined;
}

/** Keys of all regions: a region knows its own only. */
export interface KmsKeys {
  /** ARN of the key that an ARN, an id, an alias or an alias's ARN names. @throws AwsError KMSKeyNotAccessibleFault */
  require(region: string, name: string): string;
}

interface Place {
  readonly account: string;
  readonly keys: readonly KmsKeyConfig[];
}

export function makeKmsKeys({ account, keys }: Place): KmsKeys {
  const known = keys.map((key) => {
    const prefix = `arn:aws:kms:${key.region}:${account}:`;
    const arn = key.arn ?? `${prefix}key/${keyId(key)}`;
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    const names = [arn, id, ...key.aliases, ...key.aliases.map((alias) => `${prefix}${alias}`)];
    return { region: key.region, arn, names };
  });
  return {
    require(region, name) {
      const found = known.find((key) => key.region === region && key.names.includes(name));
      if (found) return found.arn;
      throw new AwsError(
        'KMSKeyNotAccessibleFault',
        `The target KMS key [${name}] does not exist, is not enabled or you do not have permissions to access it.`,
      );
    },
  };
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
