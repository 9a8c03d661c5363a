import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { amendObject, findObject } from '../find-object.ts';
import { emptyAnswer, type ObjectCall } from '../s3-call.ts';
import { parseDocument } from '../s3-document.ts';
import { missingLock } from './lock-headers.ts';

const Document = z.strictObject({ LegalHold: z.strictObject({ Status: z.enum(['ON', 'OFF']) }) });

/** A legal hold has no date: it holds until it is taken off. */
export function putObjectLegalHold(call: ObjectCall): AwsResponse {
  const object = findObject(call);
  if (!call.bucket.objectLock) throw missingLock();
  const { Status: legalHold } = parseDocument(call, { schema: Document }).LegalHold;
  amendObject(call, { ...object, legalHold });
  return emptyAnswer(call, 200);
}
