import type { AwsResponse } from '../wire/aws-request.ts';
import { readObject } from './read-object.ts';
import type { ObjectCall } from './s3-call.ts';

export function headObject(call: ObjectCall): AwsResponse {
  const { status, headers } = readObject(call);
  return headers ? { status, headers } : { status };
}
