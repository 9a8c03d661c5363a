import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsResponse } from '../wire/aws-request.ts';
import { verifyChecksums } from './checksum.ts';
import { emptyAnswer, type BucketCall } from './s3-call.ts';

const Configuration = z.object({
  VersioningConfiguration: z.object({
    Status: z.enum(['Enabled', 'Suspended']),
    MfaDelete: z.never().optional(),
  }),
});

/** Versioning is switched on or suspended, never off again. */
export function putBucketVersioning(call: BucketCall): AwsResponse {
  verifyChecksums(call.request.headers, call.request.body);
  call.bucket.versioning = parse(call.request.body).VersioningConfiguration.Status;
  return emptyAnswer(call, 200);
}

function parse(body: Buffer): z.infer<typeof Configuration> {
  const parsed = Configuration.safeParse(readXml(body));
  if (parsed.success) return parsed.data;
  throw malformed();
}

function readXml(body: Buffer): unknown {
  try {
    return new XMLParser({ ignoreAttributes: true }).parse(body);
  } catch {
    throw malformed();
  }
}

function malformed(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', message);
}
