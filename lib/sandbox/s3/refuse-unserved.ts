import type { AwsRequest } from '../wire/aws-request.ts';
import { notImplemented } from './s3-errors.ts';

/** `x-amz-…` headers that every operation serves, or that say nothing which a server would have to act on. */
const SERVED = new Set([
  'x-amz-checksum-mode',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
]);
const SERVED_PREFIXES = ['x-amz-checksum-', 'x-amz-meta-'];

/** Headers without that prefix which would change the answer, unless the operation serves them. */
const MEANINGFUL = ['range', 'if-range'];

/** Refuses what would silently lose its meaning: encryption, access lists, storage classes, … */
export function refuseUnservedHeaders({ headers }: AwsRequest, served: readonly string[]): void {
  const unserved = Object.keys(headers).find(
    (name) => !served.includes(name) && (MEANINGFUL.includes(name) || isUnservedAmz(name)),
  );
  if (unserved !== undefined) throw notImplemented(unserved);
}

/** Refuses a sub-resource or parameter that the operation does not serve. SigV4's own and `x-id` pass. */
export function refuseUnservedQuery(query: URLSearchParams, served: readonly string[]): void {
  const unserved = [...query.keys()].find(
    (name) => !served.includes(name) && name !== 'x-id' && !name.startsWith('X-Amz-'),
  );
  if (unserved !== undefined) throw notImplemented(unserved);
}

function isUnservedAmz(name: string): boolean {
  if (!name.startsWith('x-amz-') || SERVED.has(name)) return false;
  return !SERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
}
