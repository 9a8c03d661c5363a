import { randomBytes, sign, type KeyObject } from 'node:crypto';
import * as der from './der.ts';

const DAY_MS = 86_400_000;

export interface CertificateRequest {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** Signs an X.509 v3 certificate (RFC 5280) with ECDSA and SHA-256, and gives it in PEM. */
export function signCertificate(request: CertificateRequest): string {
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256(),
    name(request.issuer),
    validity(),
    name(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...request.extensions)),
  );
  const signature = sign('sha256', body, request.signingKey);
  return pem(der.sequence(body, ecdsaWithSha256(), der.bitString(signature)));
}

function ecdsaWithSha256(): Buffer {
  return der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
}

function name(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectIdentifier('2.5.4.3'), der.utf8String(commonName))));
}

/** From a day ago, so that a clock which steps back at its first NTP contact does not refuse the sandbox. */
function validity(): Buffer {
  const now = Date.now();
  return der.sequence(der.utcTime(new Date(now - DAY_MS)), der.utcTime(new Date(now + 365 * DAY_MS)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
