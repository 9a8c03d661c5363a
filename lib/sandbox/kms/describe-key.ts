import * as z from 'zod';
import { parseInput } from '../wire/parse-input.ts';
import { mustFind } from './kms-errors.ts';
import type { KmsOperation } from './kms-operation.ts';
import { SIGNING_ALGORITHM, SIGNING_KEY_SPEC } from './signing-algorithm.ts';

const Input = z.strictObject({ KeyId: z.string().min(1) });

export const describeKey: KmsOperation = ({ keys, account, region, input }) => {
  const { arn, id, aliases, keyFile } = mustFind(keys, {
    region,
    account,
    name: parseInput(Input, input).KeyId,
  });
  const spec = keyFile === null ? 'SYMMETRIC_DEFAULT' : SIGNING_KEY_SPEC;
  return {
    KeyMetadata: {
      AWSAccountId: account,
      KeyId: id,
      Arn: arn,
      Enabled: true,
      KeyState: 'Enabled',
      KeyManager: aliases.some((alias) => alias.startsWith('alias/aws/')) ? 'AWS' : 'CUSTOMER',
      Origin: 'AWS_KMS',
      MultiRegion: false,
      CustomerMasterKeySpec: spec,
      KeySpec: spec,
      ...(keyFile === null
        ? { KeyUsage: 'ENCRYPT_DECRYPT', EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }
        : { KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: [SIGNING_ALGORITHM] }),
    },
  };
};
