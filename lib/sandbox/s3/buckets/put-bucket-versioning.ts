import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';
import { parseDocument } from '../s3-document.ts';
import { invalidBucketState } from '../s3-errors.ts';

const Document = z.strictObject({
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }),
});

/** Versioning is switched on or suspended, never off again; what rests on it forbids to suspend it. */
export function putBucketVersioning(call: BucketCall): AwsResponse {
  const { bucket } = call;
  const { Status: status } = parseDocument(call, { schema: Document }).VersioningConfiguration;
  if (status === 'Suspended' && bucket.objectLock) throw fixed('An Object Lock');
  if (status === 'Suspended' && bucket.replication) throw fixed('A replication');
  bucket.versioning = status;
  return emptyAnswer(call, 200);
}

function fixed(what: string) {
  return invalidBucketState(
    `${what} configuration is present on this bucket, so the versioning state cannot be changed.`,
  );
}
