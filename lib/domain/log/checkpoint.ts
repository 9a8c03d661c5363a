import { base64, fromBase64, type HashBytes, hex, joinedBytes, utf8 } from '../bytes.ts';

/** A log at one moment: how many leaves it had, and the root over them. */
export interface TreeHead {
  /** Which log: `muster/<region>/<bucket>`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A tree head, and the newest ones that its writer knew of other regions' logs. */
export interface Checkpoint extends TreeHead {
  readonly others: readonly TreeHead[];
}

/** A checkpoint with its one signature. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** First four bytes of SHA-256 of the key's SPKI, in hexadecimal: a hint, and no proof. */
  readonly keyHint: string;
  /** Over `checkpointBody`. */
  readonly signature: Uint8Array;
}

/** One signature line of a note, whoever signed: a log, or a witness. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes in hexadecimal. Name and hint together say which key; neither is a proof. */
  readonly keyHint: string;
  /** What follows the hint: its form is that of the key. */
  readonly signature: Uint8Array;
}

/** A checkpoint with all signatures that stand below it, known or not. */
export interface CheckpointNote {
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly NoteSignature[];
}

/** Twelve digits name an entry, so a log has no more. */
const SIZE = /^(0|[1-9]\d{0,11})$/;
/** A key's name in a signed note: no white space and no plus (C2SP, signed-note). */
const ORIGIN = /^[!-*,-~]+$/;
const ROOT_BYTES = 32;
const HINT_BYTES = 4;
const NOTE = /^([\s\S]+\n)\n((?:— \S+ \S+\n)+)$/;
const LINE = /^— (\S+) (\S+)\n$/;

/** The text that is signed: origin, size, root, and a line for each other log (C2SP, tlog-checkpoint). */
export function checkpointBody({ origin, size, root, others }: Checkpoint): string {
  const lines = others.map((other) => `other ${other.origin} ${other.size} ${base64(other.root)}\n`);
  return `${origin}\n${size}\n${base64(root)}\n${lines.join('')}`;
}

/** The signed note that others read (C2SP, signed-note; ECDSA as Rekor has it). `signature`: over the body. */
export function signedNote({ checkpoint, keyHint, signature }: SignedCheckpoint): string {
  return noteText({ checkpoint, signatures: [{ name: checkpoint.origin, keyHint, signature }] });
}

/** A checkpoint with any number of signatures, in their order. */
export function noteText({ checkpoint, signatures }: CheckpointNote): string {
  return `${checkpointBody(checkpoint)}\n${signatures.map(signatureLine).join('')}`;
}

/** With its line end, as it stands in a note. */
export function signatureLine({ name, keyHint, signature }: NoteSignature): string {
  return `— ${name} ${base64(joinedBytes(Buffer.from(keyHint, 'hex'), signature))}\n`;
}

export function keyHintOf(sha256: HashBytes, spki: Uint8Array): string {
  return hex(sha256(spki).slice(0, HINT_BYTES));
}

/** Reads a note that `signedNote` wrote; null for any other text: there is one form of a note. */
export function parseCheckpoint(text: string): SignedCheckpoint | null {
  const note = parseNote(text);
  const [signed] = note?.signatures ?? [];
  if (!note || !signed || note.signatures.length !== 1 || signed.name !== note.checkpoint.origin) return null;
  return { checkpoint: note.checkpoint, keyHint: signed.keyHint, signature: signed.signature };
}

/** Reads a note that `noteText` wrote, with one signature or more; null for any other text. */
export function parseNote(text: string): CheckpointNote | null {
  const [, body = '', lines = ''] = NOTE.exec(text) ?? [];
  const checkpoint = parseBody(body);
  const signatures = parseSignatures(lines);
  if (!checkpoint || !signatures) return null;
  const read = { checkpoint, signatures };
  return noteText(read) === text ? read : null;
}

/** Signature lines as they stand in a note, each with its line end; null where there is none, or anything else. */
export function parseSignatures(lines: string): readonly NoteSignature[] | null {
  const read = lines.split(/(?<=\n)/).map((line) => {
    const [, name = '', text = ''] = LINE.exec(line) ?? [];
    const signed = fromBase64(text);
    if (!signed || signed.length <= HINT_BYTES) return null;
    return { name, keyHint: hex(signed.slice(0, HINT_BYTES)), signature: signed.slice(HINT_BYTES) };
  });
  return read.every((one) => one !== null) ? read : null;
}

/** Bytes that the signature of a checkpoint is over. */
export function signedBytes(checkpoint: Checkpoint): Uint8Array {
  return utf8(checkpointBody(checkpoint));
}

function parseBody(body: string): Checkpoint | null {
  const [origin, size, root, ...extensions] = body.trimEnd().split('\n');
  const head = treeHead([origin, size, root]);
  const others = extensions.map((line) => {
    const [word, ...other] = line.split(' ');
    return word === 'other' && other.length === 3 ? treeHead(other) : null;
  });
  return head && others.every((other) => other !== null) ? { ...head, others } : null;
}

function treeHead([origin = '', size = '', text = '']: readonly (string | undefined)[]): TreeHead | null {
  const root = fromBase64(text);
  if (!ORIGIN.test(origin) || !SIZE.test(size) || root?.length !== ROOT_BYTES) return null;
  return { origin, size: Number(size), root };
}
