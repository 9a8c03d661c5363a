import type { AwsResponse } from '../wire/aws-request.ts';
import { readObject } from './read-object.ts';
import { emptyAnswer, type ObjectCall } from './s3-call.ts';

export function getObject(call: ObjectCall): AwsResponse {
  const { object, headers } = readObject(call);
  return { ...emptyAnswer(call, 200, headers), body: object.body };
}
