import * as z from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { parseInput } from '../wire/parse-input.ts';
import { mustFind } from './kms-errors.ts';
import type { KmsOperation } from './kms-operation.ts';
import { SIGNING_ALGORITHM, SIGNING_KEY_SPEC } from './signing-algorithm.ts';
import { openSigningKey } from './signing-key.ts';

const Input = z.strictObject({ KeyId: z.string().min(1) });

/** The public half, as SubjectPublicKeyInfo in DER. */
export const getPublicKey: KmsOperation = ({ keys, account, region, input }) => {
  const { arn, keyFile } = mustFind(keys, { region, account, name: parseInput(Input, input).KeyId });
  // A key that encrypts has no public half.
  if (keyFile === null)
    throw new AwsError(
      'UnsupportedOperationException',
      `${arn} key spec is SYMMETRIC_DEFAULT which is not valid for GetPublicKey.`,
    );
  return {
    KeyId: arn,
    PublicKey: Buffer.from(openSigningKey(keyFile).spki).toString('base64'),
    CustomerMasterKeySpec: SIGNING_KEY_SPEC,
    KeySpec: SIGNING_KEY_SPEC,
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: [SIGNING_ALGORITHM],
  };
};
