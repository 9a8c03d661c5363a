import { base64, fromBase64, type HashBytes, hex, joinedBytes, utf8 } from '../bytes.ts';

/** A public key of a witness: Ed25519, for cosignatures (C2SP, tlog-cosignature). */
export interface WitnessKey {
  readonly name: string;
  /** Follows from name and key; in signatures it says whose they are. Four bytes in hexadecimal. */
  readonly keyHint: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Signature type of a timestamped Ed25519 cosignature (C2SP, signed-note). */
const COSIGNATURE = Uint8Array.of(4);
const KEY_BYTES = 32;
const HINT_BYTES = 4;
/** As an origin: neither white space nor a plus. */
const NAME = /^[!-*,-~]+$/;
const VKEY = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/;

/** Null for a name that a signed note cannot have, or a key of another length. */
export function witnessKey(sha256: HashBytes, name: string, publicKey: Uint8Array): WitnessKey | null {
  if (!NAME.test(name) || publicKey.length !== KEY_BYTES) return null;
  const hash = sha256(joinedBytes(utf8(`${name}\n`), COSIGNATURE, publicKey));
  return { name, keyHint: hex(hash.slice(0, HINT_BYTES)), publicKey };
}

/** The key as it is handed on: `<name>+<hint>+<base64 of type and key>` (C2SP, signed-note: verifier keys). */
export function witnessKeyText({ name, keyHint, publicKey }: WitnessKey): string {
  return `${name}+${keyHint}+${base64(joinedBytes(COSIGNATURE, publicKey))}`;
}

/** Null for what is no verifier key of a witness: also for one of another type, or whose hint is another's. */
export function parseWitnessKey(sha256: HashBytes, text: string): WitnessKey | null {
  const [, name = '', , encoded = ''] = VKEY.exec(text) ?? [];
  const key = witnessKey(sha256, name, fromBase64(encoded)?.slice(COSIGNATURE.length) ?? new Uint8Array());
  return key && witnessKeyText(key) === text ? key : null;
}
