import type { AwsResponse } from '../wire/aws-request.ts';
import { readObject } from './read-object.ts';
import { emptyAnswer, type ObjectCall } from './s3-call.ts';

export function headObject(call: ObjectCall): AwsResponse {
  return emptyAnswer(call, 200, readObject(call).headers);
}
