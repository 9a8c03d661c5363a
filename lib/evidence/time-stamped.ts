import { type HashBytes, sameBytes } from '../domain/bytes.ts';
import { normalTimeStamp, parseTimeStamp, timeStampRequest } from '../domain/evidence/time-stamp.ts';

export interface TimeStampPorts {
  readonly sha256: HashBytes;
  /** Sends a request (DER) to an authority, and answers what it says. @throws where it says nothing of use */
  readonly askAuthority: (url: string, request: Uint8Array) => Promise<Uint8Array>;
  /** Random bytes. */
  readonly random: (size: number) => Uint8Array;
}

const NONCE_BYTES = 16;
const MOST_TRIES = 3;

/**
 * An authority's time stamp on a signature (RFC 3161). It learns a digest and nothing else. Null where it gives none, or one
 * of something else: a run is signed all the same, and `verify` says that the stamp which its plan asks for is not there.
 */
export async function timeStamped(
  ports: TimeStampPorts,
  url: string,
  signature: Uint8Array,
): Promise<Uint8Array | null> {
  const digest = ports.sha256(signature);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stamp = await askOnce(ports, url, digest).catch(() => null);
    if (stamp) return stamp;
  }
  return null;
}

async function askOnce({ askAuthority, random }: TimeStampPorts, url: string, digest: Uint8Array) {
  const nonce = positive(random(NONCE_BYTES));
  const answer = normalTimeStamp(await askAuthority(url, timeStampRequest(digest, nonce)));
  const stamp = answer && parseTimeStamp(answer);
  const isOfThis = stamp?.nonce && sameBytes(stamp.nonce, nonce) && sameBytes(stamp.digest, digest);
  return isOfThis ? answer : null;
}

/** An integer whose first byte is neither left out nor its sign. */
function positive([first = 0, ...others]: Uint8Array): Uint8Array {
  return Uint8Array.of((first & 0x3f) | 0x40, ...others);
}
