import type { AwsResponse } from '../wire/aws-request.ts';
import { readObject } from './read-object.ts';
import type { ObjectCall } from './s3-call.ts';

export function getObject(call: ObjectCall): AwsResponse {
  return readObject(call);
}
