import { AwsError } from './aws-error.ts';
import type { Protocol } from './error-envelope.ts';

/** The request bears no signature that can be read. */
export function missingSignature(protocol: Protocol): AwsError {
  if (protocol === 'rest-xml') return new AwsError('AccessDenied', 'Access Denied', 403);
  const code = protocol === 'query' ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException';
  return new AwsError(code, 'Missing Authentication Token', statusOf(protocol));
}

/** The access key is not one of this sandbox. */
export function invalidAccessKey(protocol: Protocol): AwsError {
  if (protocol === 'rest-xml') {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    return new AwsError('InvalidAccessKeyId', message, 403);
  }
  const code = protocol === 'query' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  return new AwsError(code, 'The security token included in the request is invalid.', statusOf(protocol));
}

export function signatureMismatch(protocol: Protocol): AwsError {
  const message =
    'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method.';
  const code =
    protocol === 'query' || protocol === 'rest-xml' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
  return new AwsError(code, message, statusOf(protocol));
}

/** AWS JSON answers 400 where the other protocols answer 403. */
function statusOf(protocol: Protocol): number {
  return protocol === 'json-1.0' || protocol === 'json-1.1' ? 400 : 403;
}
