import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { amendObject, findObject } from '../find-object.ts';
import type { StoredObject } from '../object-version.ts';
import { emptyAnswer, type ObjectCall } from '../s3-call.ts';
import { parseDocument, structure } from '../s3-document.ts';
import { malformedXml } from '../s3-errors.ts';
import { futureDate, missingLock } from './lock-headers.ts';
import { isBypassed, lockedObject } from './refuse-locked.ts';
import { isRetained, type Retention } from './retention.ts';

const Document = z.strictObject({
  Retention: structure({
    Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
    RetainUntilDate: z.string().optional(),
  }),
});

/** Sets, extends, or takes away how long a version is kept; an empty document takes it away. */
export function putObjectRetention(call: ObjectCall): AwsResponse {
  const object = findObject(call);
  if (!call.bucket.objectLock) throw missingLock();
  const wanted = retentionOf(parseDocument(call, { schema: Document }).Retention);
  refuseWeaker(object, wanted, call);
  amendObject(call, { ...object, retention: wanted });
  return emptyAnswer(call, 200);
}

type Asked = z.infer<typeof Document>['Retention'];

function retentionOf({ Mode: mode, RetainUntilDate: until }: Asked): Retention | undefined {
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) throw malformedXml();
  return { mode, until: futureDate(until, 'RetainUntilDate') };
}

/** Longer is always allowed; anything weaker needs the bypass, and COMPLIANCE knows none. */
function refuseWeaker(
  { retention: now }: StoredObject,
  wanted: Retention | undefined,
  call: ObjectCall,
): void {
  if (!now || !isRetained(now, new Date())) return;
  const isLonger = wanted?.mode === now.mode && wanted.until.getTime() >= now.until.getTime();
  const isStricter = wanted?.mode === 'COMPLIANCE' && wanted.until.getTime() >= now.until.getTime();
  if (isLonger || isStricter) return;
  if (now.mode === 'GOVERNANCE' && isBypassed(call.request.headers)) return;
  throw lockedObject();
}
