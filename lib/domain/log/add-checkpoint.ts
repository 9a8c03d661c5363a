import { base64, fromBase64 } from '../bytes.ts';
import { type CheckpointNote, parseNote } from './checkpoint.ts';

/** What a log asks a witness: to sign a checkpoint that begins with one that the witness has signed before. */
export interface AddCheckpoint {
  /** Leaves of the tree that the witness has signed last; 0 for none. */
  readonly oldSize: number;
  /** Consistency proof from that tree to the checkpoint's. */
  readonly proof: readonly Uint8Array[];
  readonly note: CheckpointNote;
}

const REQUEST = /^old (0|[1-9]\d{0,11})\n((?:[^\n]+\n)*)\n([\s\S]+)$/;
const HASH_BYTES = 32;
const MOST_HASHES = 63;

/** Body of `POST <prefix>/add-checkpoint` (C2SP, tlog-witness). `note`: a signed note, as it stands. */
export function addCheckpointText(oldSize: number, proof: readonly Uint8Array[], note: string): string {
  return `old ${oldSize}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${note}`;
}

/** Null for any other text. */
export function parseAddCheckpoint(text: string): AddCheckpoint | null {
  const [, oldSize = '', hashes = '', noted = ''] = REQUEST.exec(text) ?? [];
  const note = parseNote(noted);
  const proof = hashes
    .split('\n')
    .slice(0, -1)
    .map((line) => fromBase64(line));
  if (!note || proof.length > MOST_HASHES) return null;
  const isProof = proof.every((hash) => hash !== null && hash.length === HASH_BYTES);
  return isProof ? { oldSize: Number(oldSize), proof: proof.flatMap((hash) => hash ?? []), note } : null;
}
