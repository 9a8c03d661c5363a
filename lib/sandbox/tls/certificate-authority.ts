import { createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import * as extension from './certificate-extension.ts';
import { signCertificate } from './sign-certificate.ts';

/** A server's key pair, both in PEM. */
export interface ServerCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** The sandbox's own authority, as RDS has one a region. Its key exists in this process only. */
export interface CertificateAuthority {
  readonly certificatePem: string;
  issue(commonName: string): ServerCertificate;
}

/**
 * Written out here instead of taken from a library: @peculiar/x509 2.2.0 wants a global reflection polyfill that it
 * does not depend on, and takes 200 ms to load in a process whose start is waited for.
 */
export function makeCertificateAuthority(): CertificateAuthority {
  const { publicKey, privateKey } = generateKeys();
  const issuer = `muster sandbox ${randomBytes(4).toString('hex')}`;
  const certificatePem = signCertificate({
    issuer,
    subject: issuer,
    publicKey,
    signingKey: privateKey,
    extensions: [
      extension.certificateAuthority(),
      extension.signsCertificates(),
      extension.subjectKey(publicKey),
    ],
  });
  return { certificatePem, issue: (commonName) => issue({ name: issuer, key: privateKey }, commonName) };
}

function issue(
  issuer: { readonly name: string; readonly key: KeyObject },
  commonName: string,
): ServerCertificate {
  const { publicKey, privateKey } = generateKeys();
  const certificatePem = signCertificate({
    issuer: issuer.name,
    subject: commonName,
    publicKey,
    signingKey: issuer.key,
    extensions: [
      extension.alternativeNames({ addresses: ['127.0.0.1'], hosts: ['localhost'] }),
      extension.authorityKey(createPublicKey(issuer.key)),
    ],
  });
  return { certificatePem, keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function generateKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
