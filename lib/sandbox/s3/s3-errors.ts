import { AwsError } from '../wire/aws-error.ts';
import type { Bucket } from './bucket.ts';
import type { DeleteMarker } from './object-version.ts';

export function noSuchBucket(name: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, {
    members: { BucketName: name },
  });
}

/** A request that was signed for another region than the bucket's. */
export function permanentRedirect(bucket: Bucket): AwsError {
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
    'Please send all future requests to this endpoint.';
  return new AwsError('PermanentRedirect', message, 301, {
    headers: { 'x-amz-bucket-region': bucket.region },
    members: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
  });
}

/** With a delete marker on top, its version is named in headers. */
export function noSuchKey(key: string, marker?: DeleteMarker): AwsError {
  const headers = marker ? markerHeaders(marker) : {};
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, {
    headers,
    members: { Key: key },
  });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
    members: { Key: key, VersionId: versionId },
  });
}

/** Reading a delete marker by its id. */
export function deleteMarkerRead(marker: DeleteMarker): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    headers: {
      allow: 'DELETE',
      'last-modified': marker.lastModified.toUTCString(),
      ...markerHeaders(marker),
    },
    members: { Method: 'GET', ResourceType: 'DeleteMarker' },
  });
}

export function methodNotAllowed(method: string, resourceType: 'BUCKET' | 'OBJECT' | 'SERVICE'): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    members: { Method: method, ResourceType: resourceType },
  });
}

/** What S3 has and this sandbox has not; the named header or parameter is never ignored. */
export function notImplemented(name: string): AwsError {
  const message = 'A header you provided implies functionality that is not implemented';
  return new AwsError('NotImplemented', message, 501, { members: { Header: name } });
}

export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, 412, { members: { Condition: condition } });
}

export function invalidArgument(
  message: string,
  argument: { readonly name: string; readonly value: string },
): AwsError {
  return new AwsError('InvalidArgument', message, 400, {
    members: { ArgumentName: argument.name, ArgumentValue: argument.value },
  });
}

function markerHeaders(marker: DeleteMarker): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId };
}

/** S3 says a great many things under this one code; the message is what tells them apart. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message);
}

export function malformedXml(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', message);
}

export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError('AccessDenied', message, 403);
}

/** What a bucket has that does not let its versioning be changed. */
export function invalidBucketState(message: string): AwsError {
  return new AwsError('InvalidBucketState', message, 409);
}
