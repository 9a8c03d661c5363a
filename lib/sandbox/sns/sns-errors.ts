import { AwsError } from '../wire/aws-error.ts';

/** SNS names the parameter and the reason in one sentence (API reference, Publish, errors). */
export function invalidParameter(reason: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);
}

/** A topic is asked of the region that its ARN names. */
export function wrongTopicArn(): AwsError {
  return invalidParameter('TopicArn');
}

export function notFound(): AwsError {
  return new AwsError('NotFound', 'Topic does not exist', 404);
}
