import { createHash } from 'node:crypto';
import type { SignedScope } from './signed-scope.ts';

/** The parts of a request that its signature covers. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as sent, with aws-chunked framing. */
  readonly body: Buffer;
}

/** The canonical request of SigV4 (IAM user guide, "Create a signed AWS API request"). */
export function canonicalRequest(scope: SignedScope, parts: SignedParts): string {
  return [
    parts.method,
    canonicalPath(scope.service, parts.path),
    canonicalQuery(parts.query),
    ...scope.signedHeaders.map((name) => `${name}:${canonicalHeader(parts.headers[name] ?? '')}`),
    '',
    scope.signedHeaders.join(';'),
    payloadHash(scope, parts),
  ].join('\n');
}

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** S3 signs the path as sent; every other service encodes it once more. */
function canonicalPath(service: string, path: string): string {
  return service === 's3' ? path : encode(path).replaceAll('%2F', '/');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
}

function canonicalHeader(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ');
}

function payloadHash(scope: SignedScope, parts: SignedParts): string {
  const header = parts.headers['x-amz-content-sha256'];
  if (header !== undefined) return header;
  return scope.presigned && scope.service === 's3' ? 'UNSIGNED-PAYLOAD' : sha256Hex(parts.body);
}

/** RFC 3986: encodeURIComponent leaves five characters that SigV4 encodes. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
