import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalRequest, sha256Hex, type SignedParts } from './canonical-request.ts';
import { invalidAccessKey, signatureMismatch } from './signature-errors.ts';
import type { Protocol } from './error-envelope.ts';
import type { SignedScope } from './signed-scope.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export type VerifySignature = (scope: SignedScope, parts: SignedParts, protocol: Protocol) => void;

/**
 * Checks requests against one pair of credentials as AWS does. Age is not checked: a sandbox outlives a suspended
 * machine. @throws AwsError in the words of the request's protocol
 */
export function makeVerifySignature(credentials: Credentials): VerifySignature {
  const keys = new Map<string, Buffer>();
  return (scope, parts, protocol) => {
    if (scope.accessKeyId !== credentials.accessKeyId) throw invalidAccessKey(protocol);
    const name = `${scope.day}/${scope.region}/${scope.service}`;
    const key = keys.get(name) ?? signingKey(credentials.secretAccessKey, scope);
    keys.set(name, key);
    const expected = hmac(key, stringToSign(scope, parts)).toString('hex');
    if (!equal(expected, scope.signature) || !bodyMatches(parts)) throw signatureMismatch(protocol);
  };
}

function stringToSign(scope: SignedScope, parts: SignedParts): string {
  const credentialScope = `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
  return [
    'AWS4-HMAC-SHA256',
    scope.timestamp,
    credentialScope,
    sha256Hex(canonicalRequest(scope, parts)),
  ].join('\n');
}

function signingKey(secretAccessKey: string, scope: SignedScope): Buffer {
  const day = hmac(`AWS4${secretAccessKey}`, scope.day);
  return hmac(hmac(hmac(day, scope.region), scope.service), 'aws4_request');
}

/** A declared hash of the payload is part of the signature only by its header, so the bytes are held against it. */
function bodyMatches(parts: SignedParts): boolean {
  const declared = parts.headers['x-amz-content-sha256'];
  return declared === undefined || !/^[0-9a-f]{64}$/.test(declared) || declared === sha256Hex(parts.body);
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function equal(expected: string, claimed: string): boolean {
  return expected.length === claimed.length && timingSafeEqual(Buffer.from(expected), Buffer.from(claimed));
}
