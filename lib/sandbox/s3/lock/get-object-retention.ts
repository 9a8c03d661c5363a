import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { findObject } from '../find-object.ts';
import { documentAnswer, type ObjectCall } from '../s3-call.ts';
import { missingLock } from './lock-headers.ts';
import { noObjectLock } from './no-object-lock.ts';

export function getObjectRetention(call: ObjectCall): AwsResponse {
  const { retention } = findObject(call);
  if (!call.bucket.objectLock) throw missingLock();
  if (!retention) throw noObjectLock();
  const content = elements({ Mode: retention.mode, RetainUntilDate: retention.until });
  return documentAnswer(call, { name: 'Retention', content });
}
