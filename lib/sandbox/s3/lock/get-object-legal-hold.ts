import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { findObject } from '../find-object.ts';
import { documentAnswer, type ObjectCall } from '../s3-call.ts';
import { missingLock } from './lock-headers.ts';
import { noObjectLock } from './no-object-lock.ts';

export function getObjectLegalHold(call: ObjectCall): AwsResponse {
  const { legalHold } = findObject(call);
  if (!call.bucket.objectLock) throw missingLock();
  if (!legalHold) throw noObjectLock();
  return documentAnswer(call, { name: 'LegalHold', content: elements({ Status: legalHold }) });
}
