import * as z from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsResponse } from '../wire/aws-request.ts';
import { element, elements, type Xml } from '../wire/xml.ts';
import { hasChecksum } from './checksums/verify-checksums.ts';
import { deleteVersions } from './delete-versions.ts';
import { documentAnswer, type BucketCall } from './s3-call.ts';
import { parseDocument } from './s3-document.ts';
import { invalidRequest, malformedXml } from './s3-errors.ts';

const Document = z.strictObject({
  Delete: z.strictObject({
    Object: z.array(z.strictObject({ Key: z.string().min(1), VersionId: z.string().optional() })).min(1),
    Quiet: z.enum(['true', 'false']).optional(),
  }),
});

const MOST_KEYS = 1000;

/** Each key fares for itself: one that is refused stands in the answer, and the others are deleted. */
export function deleteObjects(call: BucketCall): AwsResponse {
  if (!hasChecksum(call.request.headers))
    throw invalidRequest('Missing required header for this request: Content-MD5');
  const { Object: wanted, Quiet } = parseDocument(call, {
    schema: Document,
    lists: ['Delete.Object'],
  }).Delete;
  if (wanted.length > MOST_KEYS) throw malformedXml();
  const results = wanted.map((one) => deleteOne(call, one));
  const content = results.filter((one) => Quiet !== 'true' || one.failed).map((one) => one.xml);
  return documentAnswer(call, { name: 'DeleteResult', content });
}

interface Wanted {
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

interface Result {
  readonly failed: boolean;
  readonly xml: Xml;
}

function deleteOne(call: BucketCall, { Key, VersionId }: Wanted): Result {
  try {
    const { versionId, isMarker } = deleteVersions({ ...call, key: Key, versionId: VersionId });
    const members = {
      Key,
      VersionId,
      DeleteMarker: isMarker ? true : undefined,
      DeleteMarkerVersionId: isMarker ? versionId : undefined,
    };
    return { failed: false, xml: element('Deleted', elements(members)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const members = { Key, VersionId, Code: error.code, Message: error.message };
    return { failed: true, xml: element('Error', elements(members)) };
  }
}
