import { expect, test } from 'vitest';
import { defaultKmsKeys, makeKmsKeys } from '../../../lib/sandbox/kms/kms-keys.ts';
import { requireKey } from '../../../lib/sandbox/rds/require-key.ts';

const account = '123456789012';
const keys = makeKmsKeys({ account, keys: defaultKmsKeys(['eu-central-1', 'eu-west-1']) });

test('a key is named by alias, the ARN of its alias, its id or its ARN, in its own region', () => {
  const arn = requireKey(keys, 'eu-west-1', 'alias/muster');
  expect(arn).toMatch(/^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const id = arn.replace(/^.*\//, '');
  for (const name of [arn, id, `arn:aws:kms:eu-west-1:${account}:alias/muster`])
    expect(requireKey(keys, 'eu-west-1', name)).toBe(arn);
  expect(requireKey(keys, 'eu-central-1', 'alias/muster')).not.toBe(arn);
  expect(requireKey(keys, 'eu-west-1', 'alias/aws/rds')).not.toBe(arn);
});

test('a key of another region, or of nobody, cannot be used', () => {
  const arn = requireKey(keys, 'eu-west-1', 'alias/muster');
  for (const name of [arn, 'alias/other', ''])
    expect(() => requireKey(keys, 'eu-central-1', name)).toThrow(
      `The target KMS key [${name}] does not exist, is not enabled or you do not have permissions to access it.`,
    );
});
