import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../wire/aws-error.ts';
import { notImplemented } from './s3-errors.ts';

type Digest = (body: Buffer) => string;

const PREFIX = 'x-amz-checksum-';
const NOT_A_VALUE = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm']);

const DIGESTS: Readonly<Record<string, Digest>> = {
  crc32: (body) => bigEndian(crc32(body)).toString('base64'),
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/**
 * Holds every checksum that the client sent against the body, and returns those that S3 stores with the object.
 * @throws AwsError BadDigest; NotImplemented for an algorithm that the sandbox does not compute
 */
export function verifyChecksums(
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Record<string, string> {
  verifyMd5(headers['content-md5'], body);
  const claimed = Object.entries(headers).filter(
    ([name]) => name.startsWith(PREFIX) && !NOT_A_VALUE.has(name),
  );
  for (const [name, value] of claimed) verify(name, value, body);
  return Object.fromEntries(claimed);
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function verify(name: string, value: string, body: Buffer): void {
  const algorithm = name.slice(PREFIX.length);
  const digest = DIGESTS[algorithm];
  if (!digest) throw notImplemented(name);
  if (digest(body) !== value) throw badDigest(algorithm.toUpperCase());
}

function verifyMd5(claimed: string | undefined, body: Buffer): void {
  if (claimed === undefined) return;
  if (createHash('md5').update(body).digest('base64') !== claimed) throw badDigest('Content-MD5');
}

function badDigest(algorithm: string): AwsError {
  return new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
