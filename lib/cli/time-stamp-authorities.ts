import { createHash, verify, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hex, sameBytes } from '../domain/bytes.ts';
import { isOfSigner, type TimeStamp } from '../domain/evidence/time-stamp.ts';
import { formatInstant } from '../domain/instant.ts';
import type { StampCheck } from '../domain/verify/check-stamps.ts';
import { UsageError } from './usage-error.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** id-kp-timeStamping: a certificate of an authority is for this and nothing else (RFC 3161, 2.3). */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const LONGEST_CHAIN = 8;

/** The certificates of a PEM file, each as its own text. @throws UsageError for a file without one, or with one that cannot be read */
export async function readAuthorities(path: string): Promise<readonly string[]> {
  const named = `--tsa ${path}`;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${named}: cannot be read; name a PEM file with certificates`, { cause });
  });
  const certificates = [...text.matchAll(PEM)].map(([pem]) => pem);
  if (certificates.length === 0)
    throw new UsageError(
      `${named}: holds no certificate; expected "-----BEGIN CERTIFICATE-----" and what follows`,
    );
  if (certificates.some((pem) => certificate(pem) === null))
    throw new UsageError(`${named}: holds a certificate that cannot be read`);
  return certificates;
}

/**
 * Whether a stamp is the word of the authority that it names, and whether one of these certificates stands behind that. No
 * list of revoked certificates is asked: that would not be offline.
 */
export function checkTimeStamp(stamp: TimeStamp, authorities: readonly string[]): StampCheck {
  const { signed, content, contentDigest, certificateSha256 } = stamp;
  const own = stamp.certificates.find((der) => sameBytes(digestOf('sha256', der), certificateSha256));
  const signer = own ? certificate(own) : null;
  if (!own || !signer) {
    const by = `an unknown authority (certificate ${hex(certificateSha256)})`;
    return { by, wrong: 'names a certificate that is not with it', distrusted: null };
  }
  const by = nameOf(signer);
  if (!isOfSigner(stamp, own))
    return { by, wrong: `is said to be by another than ${by}, who has signed it`, distrusted: null };
  const isWhole = sameBytes(digestOf(signed.digest, content), contentDigest);
  if (!isWhole || !isSignedBy(signer, signed))
    return { by, wrong: `${by} did not sign as it stands here`, distrusted: null };
  return { by, wrong: null, distrusted: distrustOf(signer, stamp, authorities) };
}

function distrustOf(
  signer: X509Certificate,
  stamp: TimeStamp,
  authorities: readonly string[],
): string | null {
  if (authorities.length === 0)
    return 'whether to trust it, --tsa says, with a certificate that you have from it';
  if (signer.keyUsage?.join() !== TIME_STAMPING)
    return 'its certificate is not one for time stamps, and for nothing else';
  const trusted = authorities.flatMap((pem) => certificate(pem) ?? []);
  const known = [...trusted, ...stamp.certificates.flatMap((der) => certificate(der) ?? [])];
  const at = new Date(stamp.at / 1000);
  const isTrusted = (one: X509Certificate) =>
    trusted.some(({ fingerprint256 }) => fingerprint256 === one.fingerprint256);
  let [last, length] = [signer, 1];
  for (;;) {
    if (last.validFromDate > at || last.validToDate < at)
      return `the certificate of ${nameOf(last)} was not valid at ${formatInstant(stamp.at)}`;
    if (isTrusted(last)) return null;
    const next = known.find((one) => one.ca && last.checkIssued(one) && last.verify(one.publicKey));
    if (!next || length === LONGEST_CHAIN)
      return `no certificate that you trust (--tsa) stands behind ${nameOf(last)}`;
    [last, length] = [next, length + 1];
  }
}

function isSignedBy(
  { publicKey }: X509Certificate,
  { bytes, signature, digest }: TimeStamp['signed'],
): boolean {
  try {
    return verify(digest, bytes, publicKey, signature);
  } catch {
    // A key of a kind that signs nothing.
    return false;
  }
}

function certificate(text: string | Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function nameOf({ subject }: X509Certificate): string {
  return subject.split('\n').join(', ');
}

function digestOf(name: string, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(name).update(bytes).digest());
}
