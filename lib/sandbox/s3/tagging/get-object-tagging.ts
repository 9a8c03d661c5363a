import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, elements } from '../../wire/xml.ts';
import { findObject } from '../find-object.ts';
import { documentAnswer, versionHeader, type ObjectCall } from '../s3-call.ts';

/** An object without tags has an empty set of them. */
export function getObjectTagging(call: ObjectCall): AwsResponse {
  const object = findObject(call);
  const tags = object.tags.map(({ key, value }) => element('Tag', elements({ Key: key, Value: value })));
  const document = { name: 'Tagging', content: [element('TagSet', tags)] };
  return documentAnswer(call, document, versionHeader(call.bucket, object.versionId));
}
