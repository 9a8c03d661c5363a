import { id_ct_tstInfo, MessageImprint, PKIStatus, PKIStatusInfo } from '@peculiar/asn1-tsp';
import { TimeStampReq, TimeStampReqVersion, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import {
  CMSVersion,
  id_messageDigest,
  id_signedData,
  IssuerAndSerialNumber,
  SignedData,
  type SignerInfo,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { ASN1Obj } from '@sigstore/core';
import { sameBytes } from '../bytes.ts';
import type { Instant } from '../instant.ts';

/** Time stamps as of RFC 3161: an authority signs a digest and the time, and learns nothing else. */

const SHA256 = '2.16.840.1.101.3.4.2.1';
const DIGESTS: Readonly<Record<string, DigestName>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
/** By which key, and which digest; RSA without one takes that of the signer. Others are not taken. */
const SIGNATURES: Readonly<Record<string, DigestName | 'any'>> = {
  '1.2.840.113549.1.1.1': 'any',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
/** The authority's certificate by its SHA-256 (RFC 5816); SHA-1 of RFC 2634 is not taken. */
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const OCTET_STRING = 0x04;
const SET = 0x31;
/** Its place in SignerInfo. */
const SIGNED_ATTRIBUTES = 3;

export type DigestName = 'sha256' | 'sha384' | 'sha512';

export interface TimeStamp {
  /** By the authority's clock, and how far that may be off; null where it does not say. */
  readonly at: Instant;
  readonly doubtSeconds: number | null;
  /** SHA-256 of what was stamped. */
  readonly digest: Uint8Array;
  /** What the request had, so that an old answer is none to it; null where the authority repeats none. */
  readonly nonce: Uint8Array | null;
  /** What all of the above stands in. */
  readonly content: Uint8Array;
  /** DER of what the authority signed, with what it signed it. */
  readonly signed: {
    readonly bytes: Uint8Array;
    readonly signature: Uint8Array;
    readonly digest: DigestName;
  };
  /** What the signed bytes name: the content by its digest, and the authority's certificate. */
  readonly contentDigest: Uint8Array;
  readonly certificateSha256: Uint8Array;
  /** DER of what the authority is named by beside its signature: who has issued its certificate, and as which. */
  readonly signer: Uint8Array;
  /** DER of every certificate that came with it. */
  readonly certificates: readonly Uint8Array[];
}

/** DER of a request for a stamp on a SHA-256 digest, with the authority's certificate in the answer. */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const hashAlgorithm = new AlgorithmIdentifier({ algorithm: SHA256, parameters: null });
  const messageImprint = new MessageImprint({ hashAlgorithm, hashedMessage: new OctetString(digest) });
  return der(
    new TimeStampReq({
      version: TimeStampReqVersion.v1,
      messageImprint,
      nonce: new Uint8Array(nonce).buffer,
      certReq: true,
    }),
  );
}

/**
 * An authority's answer with nothing in it that its signature does not cover but certificates: its words and a counter
 * signature could be changed without a key. Null for what is no stamp.
 */
export function normalTimeStamp(answer: Uint8Array): Uint8Array | null {
  const given = read(answer, TimeStampResp);
  const token = given?.timeStampToken;
  const status = given?.status.status;
  if (!token || (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods)) return null;
  const data = read(new Uint8Array(token.content), SignedData);
  const signer = data?.signerInfos[0];
  if (!data || !signer) return null;
  delete signer.unsignedAttrs;
  delete data.crls;
  token.content = AsnConvert.serialize(data);
  const granted = new PKIStatusInfo({ status: PKIStatus.granted });
  const normal = der(new TimeStampResp({ status: granted, timeStampToken: token }));
  return parseTimeStamp(normal) ? normal : null;
}

/** Reads what `normalTimeStamp` answers; null for every other text, also where it says the same in another form. */
export function parseTimeStamp(bytes: Uint8Array): TimeStamp | null {
  try {
    return readTimeStamp(bytes);
  } catch {
    // Both libraries throw at what is none.
    return null;
  }
}

function readTimeStamp(bytes: Uint8Array): TimeStamp | null {
  const answer = read(bytes, TimeStampResp);
  const token = answer?.timeStampToken;
  const { status, statusString, failInfo } = answer?.status ?? {};
  if (status !== PKIStatus.granted || statusString || failInfo) return null;
  if (token?.contentType !== id_signedData) return null;
  const data = read(new Uint8Array(token.content), SignedData);
  if (!answer || !data || !isSame(der(answer), bytes) || !isSame(der(data), token.content)) return null;
  return stampOf(data);
}

function stampOf({ version, encapContentInfo, digestAlgorithms, signerInfos, ...more }: SignedData) {
  const content = encapContentInfo.eContent?.single?.buffer;
  const [signer, ...others] = signerInfos;
  const info = content && read(new Uint8Array(content), TSTInfo);
  if (!info || !isSame(der(info), content) || encapContentInfo.eContentType !== id_ct_tstInfo) return null;
  if (version !== CMSVersion.v3 || more.crls || !signer || others.length > 0) return null;
  const [algorithm, ...further] = digestAlgorithms;
  if (!algorithm || further.length > 0 || !isSame(der(algorithm), der(signer.digestAlgorithm))) return null;
  const signed = signedBy(signer);
  const said = saidOf(info);
  return (
    signed &&
    said && {
      ...said,
      ...signed,
      content: new Uint8Array(content),
      certificates: (more.certificates ?? []).flatMap(({ certificate }) =>
        certificate ? [der(certificate)] : [],
      ),
    }
  );
}

function saidOf({ messageImprint: { hashAlgorithm, hashedMessage }, genTime, accuracy, nonce }: TSTInfo) {
  if (hashAlgorithm.algorithm !== SHA256) return null;
  return {
    at: genTime.getTime() * 1000,
    doubtSeconds: accuracy
      ? accuracy.seconds + (accuracy.millis ?? 0) / 1e3 + (accuracy.micros ?? 0) / 1e6
      : null,
    digest: new Uint8Array(hashedMessage.buffer),
    nonce: nonce ? new Uint8Array(nonce) : null,
  };
}

/** What a signature covers is the set of attributes, and these name the content and the certificate. */
function signedBy(
  signer: SignerInfo,
): Pick<TimeStamp, 'signed' | 'signer' | 'contentDigest' | 'certificateSha256'> | null {
  const { signedAttrs = [], digestAlgorithm, signatureAlgorithm, signature, unsignedAttrs } = signer;
  const digest = DIGESTS[digestAlgorithm.algorithm];
  const signedWith = SIGNATURES[signatureAlgorithm.algorithm];
  if (!digest || (signedWith !== 'any' && signedWith !== digest)) return null;
  if (!isPlain(digestAlgorithm) || !isPlain(signatureAlgorithm) || !signer.sid.issuerAndSerialNumber)
    return null;
  const valueOf = (type: string) => signedAttrs.find(({ attrType }) => attrType === type)?.attrValues[0];
  const [contentDigest, certificate] = [valueOf(id_messageDigest), valueOf(SIGNING_CERTIFICATE_V2)];
  const certificateSha256 = certificate && firstOctets(certificate);
  if (signer.version !== CMSVersion.v1 || unsignedAttrs || !contentDigest || !certificateSha256) return null;
  const attributes = ASN1Obj.parseBuffer(Buffer.from(der(signer))).subs[SIGNED_ATTRIBUTES]?.toDER();
  if (!attributes) return null;
  // They stand there under a tag of their place, and are signed as what they are.
  attributes[0] = SET;
  return {
    signed: { bytes: new Uint8Array(attributes), signature: new Uint8Array(signature.buffer), digest },
    contentDigest: new Uint8Array(AsnConvert.parse(contentDigest, OctetString).buffer),
    certificateSha256,
    signer: der(signer.sid.issuerAndSerialNumber),
  };
}

/** Without parameters, which nothing here would look at. */
function isPlain({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === undefined || parameters === null;
}

/** Whether that certificate (DER) is the one that a stamp's authority is named by. */
export function isOfSigner({ signer }: TimeStamp, certificate: Uint8Array): boolean {
  const { issuer, serialNumber } = AsnConvert.parse(certificate, Certificate).tbsCertificate;
  return isSame(signer, der(new IssuerAndSerialNumber({ issuer, serialNumber })));
}

/** SigningCertificateV2 (RFC 5035): the first certificate's digest, which is SHA-256 where no algorithm stands before it. */
function firstOctets(value: ArrayBuffer): Uint8Array | null {
  const first = ASN1Obj.parseBuffer(Buffer.from(value)).subs[0]?.subs[0]?.subs[0];
  return first?.tag.number === OCTET_STRING ? new Uint8Array(first.value) : null;
}

function read<T>(bytes: Uint8Array, type: new () => T): T | null {
  try {
    return AsnConvert.parse(bytes, type);
  } catch {
    // The library throws at what is none.
    return null;
  }
}

function der(value: object): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}

function isSame(one: Uint8Array, other: Uint8Array | ArrayBuffer): boolean {
  return sameBytes(one, new Uint8Array(other));
}
