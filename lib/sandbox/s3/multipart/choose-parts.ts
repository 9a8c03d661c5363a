import * as z from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import { algorithms, headerOf, memberOf } from '../checksums/algorithms.ts';
import type { ObjectCall } from '../s3-call.ts';
import { parseDocument } from '../s3-document.ts';
import { matchesEtag } from '../write-condition.ts';
import type { MultipartUpload, Part } from './upload.ts';

const checksum = z.string().optional();

const ListedPart = z.strictObject({
  PartNumber: z.string().regex(/^\d+$/).transform(Number),
  ETag: z.string(),
  ChecksumCRC32: checksum,
  ChecksumCRC32C: checksum,
  ChecksumCRC64NVME: checksum,
  ChecksumSHA1: checksum,
  ChecksumSHA256: checksum,
});

const Document = z.strictObject({
  CompleteMultipartUpload: z.strictObject({ Part: z.array(ListedPart).min(1) }),
});

/** Every part but the last has to have this much (S3 User Guide, "Amazon S3 multipart upload limits"). */
const LEAST_BYTES = 5 * 1024 * 1024;

/** The parts that a request lists. @throws AwsError InvalidPartOrder, InvalidPart, EntityTooSmall */
export function choosePartsOf(call: ObjectCall, upload: MultipartUpload): readonly Part[] {
  // What its checksum headers say is said of the object, not of this document.
  const bare = { ...call, request: { ...call.request, headers: {} } };
  const lists = ['CompleteMultipartUpload.Part'];
  const listed = parseDocument(bare, { schema: Document, lists }).CompleteMultipartUpload.Part;
  refuseDisorder(listed.map((one) => one.PartNumber));
  const parts = listed.map((one) => findPart(upload, one));
  refuseSmall(parts);
  return parts;
}

function refuseDisorder(numbers: readonly number[]): void {
  if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))) return;
  throw new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  );
}

function findPart(upload: MultipartUpload, listed: z.infer<typeof ListedPart>): Part {
  const part = upload.parts.get(listed.PartNumber);
  const claimed = new Map(Object.entries(listed));
  const differs = algorithms().some((one) => {
    const claim = claimed.get(memberOf(one));
    const mine = part?.checksums[headerOf(one)];
    return claim !== undefined && mine !== undefined && claim !== mine;
  });
  if (part && matchesEtag(listed.ETag, part.etag) && !differs) return part;
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  throw new AwsError('InvalidPart', message, 400, {
    members: { PartNumber: String(listed.PartNumber), ETag: listed.ETag },
  });
}

function refuseSmall(parts: readonly Part[]): void {
  const small = parts.slice(0, -1).find((one) => one.body.length < LEAST_BYTES);
  if (!small) return;
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    members: {
      ProposedSize: String(small.body.length),
      MinSizeAllowed: String(LEAST_BYTES),
      PartNumber: String(small.number),
      ETag: small.etag,
    },
  });
}
