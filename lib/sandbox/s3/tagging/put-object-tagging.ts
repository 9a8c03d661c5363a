import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { amendObject, findObject } from '../find-object.ts';
import { emptyAnswer, versionHeader, type ObjectCall } from '../s3-call.ts';
import { parseDocument, structure } from '../s3-document.ts';
import { checkTags } from './parse-tags.ts';

const Tagging = z.strictObject({
  Tagging: structure({
    TagSet: structure({
      Tag: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
    }),
  }),
});

/** Replaces all tags of a version. */
export function putObjectTagging(call: ObjectCall): AwsResponse {
  const object = findObject(call);
  const { TagSet } = parseDocument(call, { schema: Tagging, lists: ['Tagging.TagSet.Tag'] }).Tagging;
  const tags = checkTags(TagSet.Tag.map(({ Key, Value }) => ({ key: Key, value: Value })));
  amendObject(call, { ...object, tags });
  return emptyAnswer(call, 200, versionHeader(call.bucket, object.versionId));
}
