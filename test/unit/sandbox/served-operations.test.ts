import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLOUDTRAIL_OPERATIONS } from '../../../lib/sandbox/cloudtrail/cloudtrail-service.ts';
import { FAULT_VOCABULARY } from '../../../lib/sandbox/faults/fault-text.ts';
import { FIS_OPERATIONS } from '../../../lib/sandbox/fis/fis-service.ts';
import { KMS_OPERATIONS } from '../../../lib/sandbox/kms/kms-service.ts';
import { LAMBDA_OPERATIONS } from '../../../lib/sandbox/lambda/lambda-service.ts';
import { RDS_OPERATIONS } from '../../../lib/sandbox/rds/rds-operations.ts';
import { S3_OPERATIONS } from '../../../lib/sandbox/s3/s3.ts';
import { SECRETS_OPERATIONS } from '../../../lib/sandbox/secretsmanager/secrets-manager.ts';
import { SNS_OPERATIONS } from '../../../lib/sandbox/sns/sns-service.ts';
import { OPERATIONS as STATES_OPERATIONS } from '../../../lib/sandbox/states/operations/operations.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8');

test.each([
  ['S3', S3_OPERATIONS],
  ['RDS', [...RDS_OPERATIONS.keys()]],
  ['Step Functions', [...STATES_OPERATIONS.keys()]],
  ['Lambda', LAMBDA_OPERATIONS],
  ['Secrets Manager', SECRETS_OPERATIONS],
  ['CloudTrail', CLOUDTRAIL_OPERATIONS],
  ['KMS', KMS_OPERATIONS],
  ['SNS', SNS_OPERATIONS],
  ['FIS', FIS_OPERATIONS],
])('docs/sandbox.md names what is served of %s, and nothing else', (service, operations) => {
  expect(operations.length).toBeGreaterThan(0);
  expect(DOCUMENT).toContain(`| ${service} | ${operations.toSorted().join(', ')} |`);
});

test('docs/sandbox.md names every fault', () => {
  expect(FAULT_VOCABULARY.length).toBeGreaterThan(0);
  for (const { form, does } of FAULT_VOCABULARY) expect(DOCUMENT).toContain(`| \`${form}\` | ${does} |`);
});
