import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { parseInput } from '../wire/parse-input.ts';
import { mustFind, mustSign } from './kms-errors.ts';
import type { KmsOperation } from './kms-operation.ts';
import { SIGNING_ALGORITHM } from './signing-algorithm.ts';

/** API reference, Sign: "You can provide a message of up to 4096 bytes." */
const MOST_BYTES = 4096;
const DIGEST_BYTES = 32;

const Input = z.strictObject({
  KeyId: z.string().min(1),
  Message: z.base64(),
  MessageType: z.enum(['RAW', 'DIGEST']).default('RAW'),
  SigningAlgorithm: z.string(),
});

/** ECDSA over SHA-256 of a message, or over a digest that the caller made. */
export const sign: KmsOperation = ({ keys, account, region, input }) => {
  const { KeyId, Message, MessageType, SigningAlgorithm } = parseInput(Input, input);
  const key = mustFind(keys, { region, account, name: KeyId });
  const signing = mustSign(key, 'Sign');
  if (SigningAlgorithm !== SIGNING_ALGORITHM)
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${SigningAlgorithm} is incompatible with key spec ECC_NIST_P256.`,
    );
  const digest = digestOf(Buffer.from(Message, 'base64'), MessageType);
  const signature = Buffer.from(signing.sign(digest)).toString('base64');
  return { KeyId: key.arn, Signature: signature, SigningAlgorithm };
};

function digestOf(message: Buffer, type: 'RAW' | 'DIGEST'): Buffer {
  if (message.length < 1 || message.length > MOST_BYTES)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MOST_BYTES}`,
    );
  if (type === 'RAW') return createHash('sha256').update(message).digest();
  if (message.length === DIGEST_BYTES) return message;
  throw new AwsError('ValidationException', `Digest is invalid length for algorithm ${SIGNING_ALGORITHM}.`);
}
