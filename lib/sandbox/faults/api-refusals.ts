import { AwsError } from '../wire/aws-error.ts';

/**
 * "Too many requests", as each service words it: RDS in the common errors of its API reference, S3 in its error
 * responses, Secrets Manager as every service of AWS JSON.
 */
export function tooManyRequests(service: string): AwsError {
  switch (service) {
    case 's3':
      return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
    case 'rds':
      return new AwsError('Throttling', 'Rate exceeded', 400);
    default:
      return new AwsError('ThrottlingException', 'Rate exceeded', 400);
  }
}

/** The server's fault, as each service words it. */
export function serverError(service: string): AwsError {
  switch (service) {
    case 's3':
      return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
    case 'secretsmanager':
      return new AwsError('InternalServiceError', 'An error occurred on the server side.', 500);
    default:
      return new AwsError(
        'InternalFailure',
        'The request processing has failed because of an unknown error, exception or failure.',
        500,
      );
  }
}
