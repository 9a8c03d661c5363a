import { AwsError } from '../wire/aws-error.ts';
import { aliasArn, type KmsKey, type KmsKeys } from './kms-keys.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

/** @throws AwsError NotFoundException in AWS's words, by what the key was asked for */
export function mustFind(keys: KmsKeys, { region, account, name }: Asked): KmsKey {
  const found = keys.find(region, name);
  if (found) return found;
  const prefix = `arn:aws:kms:${region}:${account}:key/`;
  const isAlias = name.startsWith('alias/');
  const isArn = name.startsWith('arn:');
  if (isAlias || name.includes(':alias/'))
    throw notFound(`Alias ${isAlias ? aliasArn(prefix, name) : name} is not found.`);
  throw notFound(`Key '${isArn ? name : prefix + name}' does not exist`);
}

export interface Asked {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

/** @throws AwsError InvalidKeyUsageException for a key that encrypts */
export function mustSign({ arn, keyFile }: KmsKey, operation: string): SigningKey {
  if (keyFile !== null) return openSigningKey(keyFile);
  throw new AwsError(
    'InvalidKeyUsageException',
    `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`,
  );
}
