import type { AwsResponse } from '../../wire/aws-request.ts';
import { renderRestXmlResult, S3_NAMESPACE } from '../../wire/rest-xml-codec.ts';
import { element, elements } from '../../wire/xml.ts';
import type { BucketCall } from '../s3-call.ts';

/** A bucket that was never versioned answers without a Status. */
export function getBucketVersioning({ bucket, request }: BucketCall): AwsResponse {
  const status = elements({ Status: bucket.versioning });
  return renderRestXmlResult(
    request.requestId,
    element('VersioningConfiguration', status, { xmlns: S3_NAMESPACE }),
  );
}
