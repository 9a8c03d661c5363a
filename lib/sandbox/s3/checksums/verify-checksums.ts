import { createHash } from 'node:crypto';
import { AwsError } from '../../wire/aws-error.ts';
import { invalidRequest } from '../s3-errors.ts';
import { CHECKSUM_PREFIX, digestOf, findAlgorithm } from './algorithms.ts';

type Headers = Readonly<Record<string, string>>;

const NOT_A_VALUE = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm']);

/**
 * Holds every checksum that the client sent against the body, and returns the one that S3 stores with the object.
 * @throws AwsError BadDigest; InvalidDigest; InvalidRequest for an unknown algorithm or more than one value
 */
export function verifyChecksums(headers: Headers, body: Buffer): Record<string, string> {
  verifyMd5(headers['content-md5'], body);
  const claimed = Object.entries(headers).filter(
    ([name]) => name.startsWith(CHECKSUM_PREFIX) && !NOT_A_VALUE.has(name),
  );
  if (claimed.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  checkTrailer(headers, claimed);
  for (const [name, value] of claimed) verify(name, value, body);
  return Object.fromEntries(claimed);
}

/** Whether a request says anything that its body can be held against, as some operations demand. */
export function hasChecksum(headers: Headers): boolean {
  const claimed = Object.keys(headers).some(
    (name) => name.startsWith(CHECKSUM_PREFIX) && !NOT_A_VALUE.has(name),
  );
  return claimed || headers['content-md5'] !== undefined;
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/** A trailer that was announced has to come, and no other. */
function checkTrailer(headers: Headers, claimed: readonly [string, string][]): void {
  const announced = headers['x-amz-trailer']?.toLowerCase();
  if (announced === undefined || claimed.some(([name]) => name === announced)) return;
  throw new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}

function verify(name: string, value: string, body: Buffer): void {
  const text = name.slice(CHECKSUM_PREFIX.length);
  const algorithm = findAlgorithm(text);
  if (!algorithm)
    throw invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.');
  const digest = digestOf(algorithm, body);
  if (Buffer.from(value, 'base64').length !== digest.length)
    throw invalidRequest(`Value for ${name} header is invalid.`);
  if (digest.toString('base64') !== value) throw badDigest(algorithm.toUpperCase());
}

function verifyMd5(claimed: string | undefined, body: Buffer): void {
  if (claimed === undefined) return;
  if (Buffer.from(claimed, 'base64').length !== 16)
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (createHash('md5').update(body).digest('base64') !== claimed) throw badDigest('Content-MD5');
}

export function badDigest(algorithm: string): AwsError {
  return new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}
