import { createHash } from 'node:crypto';
import { digestOf, headerOf } from '../checksums/algorithms.ts';
import type { StoredObject } from '../object-version.ts';
import { invalidRequest } from '../s3-errors.ts';
import type { MultipartUpload, Part } from './upload.ts';

type Assembled = Pick<StoredObject, 'body' | 'etag' | 'checksums' | 'checksumType'>;

/** Puts the parts together. The ETag is the MD5 of their MD5s, and says how many there were. */
export function assemble(upload: MultipartUpload, parts: readonly Part[]): Assembled {
  const body = Buffer.concat(parts.map((one) => one.body));
  const digests = parts.map((one) => Buffer.from(one.etag.slice(1, -1), 'hex'));
  const md5 = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  const { checksumType } = upload;
  return {
    body,
    etag: `"${md5}-${parts.length}"`,
    checksums: checksumsOf(upload, parts, body),
    checksumType,
  };
}

/** COMPOSITE: the checksum of the parts' checksums. A part that came without one has none to give. */
function checksumsOf(
  { algorithm, checksumType }: MultipartUpload,
  parts: readonly Part[],
  body: Buffer,
): Record<string, string> {
  if (algorithm === undefined) return {};
  const name = headerOf(algorithm);
  if (checksumType === 'FULL_OBJECT') return { [name]: digestOf(algorithm, body).toString('base64') };
  const values = parts.map(({ number, checksums }) => checksums[name] ?? missing(algorithm, number));
  const all = Buffer.concat(values.map((value) => Buffer.from(value, 'base64')));
  return { [name]: `${digestOf(algorithm, all).toString('base64')}-${parts.length}` };
}

function missing(algorithm: string, part: number): never {
  throw invalidRequest(
    `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${part} in the request.`,
  );
}
