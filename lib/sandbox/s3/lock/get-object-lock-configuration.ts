import { AwsError } from '../../wire/aws-error.ts';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, elements } from '../../wire/xml.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';

export function getObjectLockConfiguration(call: BucketCall): AwsResponse {
  const { objectLock } = call.bucket;
  if (!objectLock)
    throw new AwsError(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      404,
    );
  const rule = objectLock.defaultRetention;
  const retention = rule && elements({ Mode: rule.mode, Days: rule.days, Years: rule.years });
  const content = elements({
    ObjectLockEnabled: 'Enabled',
    Rule: retention && element('DefaultRetention', retention),
  });
  return documentAnswer(call, { name: 'ObjectLockConfiguration', content });
}
