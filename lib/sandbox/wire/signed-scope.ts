import type { IncomingHttpHeaders } from 'node:http';

/** What a SigV4 signature claims, before anything of it is believed. */
export interface SignedScope {
  readonly accessKeyId: string;
  /** Day of the signing key, YYYYMMDD. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDDTHHMMSSZ, as it stands in the string to sign. */
  readonly timestamp: string;
  readonly presigned: boolean;
}

/** Reads the Authorization header or a presigned query; undefined when the request is not signed by SigV4. */
export function parseSignedScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): SignedScope | undefined {
  const { authorization } = headers;
  return authorization === undefined ? fromQuery(query) : fromHeader(authorization, headers);
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

function fromHeader(authorization: string, headers: IncomingHttpHeaders): SignedScope | undefined {
  if (!authorization.startsWith(`${ALGORITHM} `)) return undefined;
  const fields = new Map(
    authorization
      .slice(ALGORITHM.length + 1)
      .split(',')
      .map(splitField),
  );
  return scopeOf({
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    timestamp: String(headers['x-amz-date'] ?? ''),
    presigned: false,
  });
}

function fromQuery(query: URLSearchParams): SignedScope | undefined {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  return scopeOf({
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    timestamp: query.get('X-Amz-Date') ?? '',
    presigned: true,
  });
}

interface Claims {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string;
  readonly presigned: boolean;
}

function scopeOf(claims: Claims): SignedScope | undefined {
  const [accessKeyId, day, region, service, terminator] = claims.credential?.split('/') ?? [];
  if (!accessKeyId || !day || !region || !service || terminator !== 'aws4_request') return undefined;
  if (!claims.signature || !claims.signedHeaders) return undefined;
  const { signature, timestamp, presigned } = claims;
  const signedHeaders = claims.signedHeaders.split(';');
  return { accessKeyId, day, region, service, signedHeaders, signature, timestamp, presigned };
}

function splitField(field: string): [string, string] {
  const trimmed = field.trim();
  const equals = trimmed.indexOf('=');
  return [trimmed.slice(0, equals), trimmed.slice(equals + 1)];
}
