import { hex, joinedBytes, utf8 } from '../bytes.ts';
import { type Checkpoint, checkpointBody, type NoteSignature } from './checkpoint.ts';
import type { VerifyEd25519 } from './verify-signature.ts';
import type { WitnessKey } from './witness-key.ts';

/** That a witness had seen a checkpoint, and none of a larger tree of that log, at a moment. */
export interface Cosignature {
  /** Seconds since 1970, by the witness's clock. */
  readonly seconds: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
/** The last second of the year 9999: whatever says later says no time. */
const MOST_SECONDS = 253_402_300_799;

/** What a witness signs: the moment, and the whole text of the checkpoint (C2SP, tlog-cosignature, Ed25519). */
export function cosignedBytes(checkpoint: Checkpoint, seconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${seconds}\n${checkpointBody(checkpoint)}`);
}

/** The line that a witness adds to a note. */
export function cosignatureOf(
  { name, keyHint }: WitnessKey,
  { seconds, signature }: Cosignature,
): NoteSignature {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  return { name, keyHint, signature: joinedBytes(time, signature) };
}

/** Whether a line says that it is by this witness; anybody can write that. */
export function isBy({ name, keyHint }: WitnessKey, line: NoteSignature): boolean {
  return line.name === name && line.keyHint === keyHint;
}

/** The cosignature that a line of a witness is; null where the witness did not sign that. */
export function verifiedCosignature(
  verify: VerifyEd25519,
  { witness, checkpoint }: { readonly witness: WitnessKey; readonly checkpoint: Checkpoint },
  line: NoteSignature,
): Cosignature | null {
  if (line.signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const seconds = Number(`0x${hex(line.signature.slice(0, TIME_BYTES))}`);
  const signature = line.signature.slice(TIME_BYTES);
  const isTime = seconds > 0 && seconds <= MOST_SECONDS;
  if (!isTime || !verify(witness.publicKey, cosignedBytes(checkpoint, seconds), signature)) return null;
  return { seconds, signature };
}
