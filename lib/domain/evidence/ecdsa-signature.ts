import { fromHex, joinedBytes } from '../bytes.ts';

/** Order of P-256 (NIST SP 800-186, section 3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

interface Pair {
  readonly r: bigint;
  readonly s: bigint;
}

/**
 * The same signature in its one form: strict DER with the lower of the two values of s that hold. Of two forms one could
 * be put for the other without a key. Null for what is no ECDSA signature on P-256.
 */
export function normalSignature(der: Uint8Array): Uint8Array | null {
  const pair = read(der);
  return pair && encoded({ r: pair.r, s: pair.s > ORDER / 2n ? ORDER - pair.s : pair.s });
}

export function isNormalSignature(der: Uint8Array): boolean {
  const normal = normalSignature(der);
  return normal !== null && Buffer.compare(normal, der) === 0;
}

/** Null unless this is DER: each integer as short as it can be, and nothing after the two. */
function read(der: Uint8Array): Pair | null {
  const r = integerAt(der, 2);
  const s = r && integerAt(der, r.end);
  if (!s || s.end !== der.length) return null;
  const pair = { r: r.value, s: s.value };
  const inRange = [pair.r, pair.s].every((value) => value > 0n && value < ORDER);
  return inRange && Buffer.compare(encoded(pair), der) === 0 ? pair : null;
}

function integerAt(der: Uint8Array, place: number): { readonly value: bigint; readonly end: number } | null {
  const begin = place + 2;
  const end = begin + (der[place + 1] ?? 0);
  if (end === begin || end > der.length) return null;
  return { value: BigInt(`0x${Buffer.from(der.slice(begin, end)).toString('hex')}`), end };
}

function encoded({ r, s }: Pair): Uint8Array {
  const body = joinedBytes(integer(r), integer(s));
  return joinedBytes(Uint8Array.of(SEQUENCE, body.length), body);
}

function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const bytes = fromHex(digits.length % 2 === 1 ? `0${digits}` : digits);
  // A first bit that is set would make it negative.
  const content = (bytes[0] ?? 0) >= 0x80 ? joinedBytes(Uint8Array.of(0), bytes) : bytes;
  return joinedBytes(Uint8Array.of(INTEGER, content.length), content);
}
