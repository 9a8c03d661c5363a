import { AwsError } from '../../wire/aws-error.ts';
import type { Algorithm, ChecksumType } from '../checksums/algorithms.ts';
import type { ObjectCall } from '../s3-call.ts';
import { invalidArgument } from '../s3-errors.ts';
import type { Tag } from '../tagging/tag.ts';

export interface Part {
  readonly number: number;
  readonly body: Buffer;
  readonly etag: string;
  readonly lastModified: Date;
  /** As the object's, under the header's name. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** An object that arrives in parts; nothing of it can be read before it is completed. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly initiated: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  /** Headers of the request that began it, which may lock the object. */
  readonly lock: Readonly<Record<string, string>>;
  readonly algorithm: Algorithm | undefined;
  readonly checksumType: ChecksumType;
  readonly parts: Map<number, Part>;
}

const MOST_PARTS = 10_000;

/** The upload that a request names. @throws AwsError NoSuchUpload */
export function findUpload({ bucket, key, request }: ObjectCall): MultipartUpload {
  const id = request.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload?.key === key) return upload;
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  throw new AwsError('NoSuchUpload', message, 404, { members: { UploadId: id } });
}

/** @throws AwsError InvalidArgument */
export function partNumberOf({ request }: ObjectCall): number {
  const text = request.query.get('partNumber') ?? '';
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, {
    name: 'partNumber',
    value: text,
  });
}

export function partsInOrder(upload: MultipartUpload): Part[] {
  return [...upload.parts.values()].toSorted((left, right) => left.number - right.number);
}
