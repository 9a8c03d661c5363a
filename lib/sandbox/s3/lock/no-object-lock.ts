import { AwsError } from '../../wire/aws-error.ts';

/** The version is not locked in the way that was asked for. */
export function noObjectLock(): AwsError {
  const message = 'The specified object does not have a ObjectLock configuration';
  return new AwsError('NoSuchObjectLockConfiguration', message, 404);
}
