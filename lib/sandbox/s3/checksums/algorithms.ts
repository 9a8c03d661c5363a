import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { crc64nvme } from './crc64nvme.ts';

/** How S3 checks an object: as the name stands in headers, for example `x-amz-checksum-crc32`. */
export type Algorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

const DIGESTS: Readonly<Record<Algorithm, (body: Buffer) => Buffer>> = {
  crc32: (body) => bigEndian(crc32(body)),
  crc32c: (body) => bigEndian(crc32c(body)),
  crc64nvme,
  sha1: (body) => createHash('sha1').update(body).digest(),
  sha256: (body) => createHash('sha256').update(body).digest(),
};

export const CHECKSUM_PREFIX = 'x-amz-checksum-';

/** Undefined for a name that is none of S3's. */
export function findAlgorithm(name: string): Algorithm | undefined {
  const wanted = name.toLowerCase();
  return algorithms().find((one) => one === wanted);
}

export function digestOf(algorithm: Algorithm, body: Buffer): Buffer {
  return DIGESTS[algorithm](body);
}

export function headerOf(algorithm: Algorithm): string {
  return `${CHECKSUM_PREFIX}${algorithm}`;
}

/** `ChecksumCRC32` and its like, as documents name the value. */
export function memberOf(algorithm: Algorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

export function algorithms(): readonly Algorithm[] {
  return ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'];
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
