import { AwsError } from '../wire/aws-error.ts';

/** A part that is there once the sandbox has started. @throws AwsError ServiceUnavailable before */
export function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new AwsError('ServiceUnavailable', 'The sandbox is still starting.', 503);
  return part;
}
