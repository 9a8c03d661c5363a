import { isIPv4 } from 'node:net';
import * as z from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type NameCall } from '../s3-call.ts';
import { parseDocument, structure } from '../s3-document.ts';

const Document = z.strictObject({
  CreateBucketConfiguration: structure({ LocationConstraint: z.string().optional() }),
});

/** The region whose requests name no location. */
const UNNAMED = 'us-east-1';

export function createBucket(call: NameCall): AwsResponse {
  const { name, store, request } = call;
  if (!isBucketName(name))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      members: { BucketName: name },
    });
  checkLocation(call);
  refuseTaken(call);
  const locked = request.headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true';
  const bucket = store.create({ name, region: request.region, versioning: locked });
  if (locked) bucket.objectLock = { defaultRetention: undefined };
  return emptyAnswer(call, 200, { location: `/${name}` });
}

/** Rules of a general purpose bucket's name (S3 User Guide, "General purpose bucket naming rules"). */
function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !isIPv4(name);
}

/** A request names the region that it was signed for, unless that is us-east-1. */
function checkLocation(call: NameCall): void {
  const { request, store } = call;
  const wanted = request.body.length === 0 ? undefined : constraintOf(call);
  if (wanted !== undefined && !store.regions.includes(wanted))
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      members: { LocationConstraint: wanted },
    });
  if (!store.regions.includes(request.region)) throw illegal(wanted ?? 'unspecified');
  const expected = request.region === UNNAMED ? undefined : request.region;
  if (wanted !== expected) throw illegal(wanted ?? 'unspecified');
}

function constraintOf(call: NameCall): string | undefined {
  return parseDocument(call, { schema: Document }).CreateBucketConfiguration.LocationConstraint;
}

function illegal(constraint: string): AwsError {
  return new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function refuseTaken({ name, store }: NameCall): void {
  if (!store.bucket(name)) return;
  const message = 'Your previous request to create the named bucket succeeded and you already own it.';
  throw new AwsError('BucketAlreadyOwnedByYou', message, 409, { members: { BucketName: name } });
}
