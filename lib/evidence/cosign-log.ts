import { Conflict, LogBroken, WitnessRefused } from '../domain/failure.ts';
import { addCheckpointText } from '../domain/log/add-checkpoint.ts';
import { type CheckpointNote, parseNote, parseSignatures } from '../domain/log/checkpoint.ts';
import { type Cosignature, isBy, verifiedCosignature } from '../domain/log/cosignature.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import type { VerifyEd25519 } from '../domain/log/verify-signature.ts';
import type { WitnessKey } from '../domain/log/witness-key.ts';
import type { Objects } from '../ports/objects.ts';
import { keepNote, keptNote, keptSize } from './kept-cosignatures.ts';
import type { LogReader } from './read-log.ts';

export interface CosignPorts {
  readonly objects: Objects;
  readonly reader: Pick<LogReader, 'newest' | 'consistencyPath'>;
  readonly verify: VerifyEd25519;
  readonly witness: WitnessKey;
  /** Sends a body to the witness's `add-checkpoint`. @throws WitnessRefused when there is no answer */
  readonly ask: (body: string) => Promise<WitnessReply>;
}

export interface WitnessReply {
  /** Of HTTP. */
  readonly status: number;
  readonly text: string;
}

/** The newest checkpoint of a log, signed by a witness. */
export interface CosignedLog {
  readonly note: CheckpointNote;
  readonly cosignature: Cosignature;
}

const SIZE = /^(0|[1-9]\d{0,11})\n$/;

/**
 * Has the newest checkpoint of a log signed by a witness, and keeps it beside the log; null while the log is empty. What
 * the witness has signed already is answered as it is kept. @throws LogBroken when the witness has seen another log than
 * this one; WitnessRefused
 */
export async function cosignLog(ports: CosignPorts): Promise<CosignedLog | null> {
  const { objects, reader, witness } = ports;
  const entry = await reader.newest();
  if (!entry) return null;
  const { size } = entry.frontier;
  const kept = await keptNote(objects, { size, keyHint: witness.keyHint });
  if (kept) return ofWitness(ports, kept);
  const text = await askFrom(ports, entry, { from: await keptSize(objects, witness.keyHint), again: true });
  const asked = parseNote(entry.note);
  const lines = parseSignatures(text)?.filter((line) => isBy(witness, line)) ?? [];
  if (!asked) throw refused(ports, 'a checkpoint that is none');
  const signed = { ...asked, signatures: [...asked.signatures, ...lines] };
  const cosigned = ofWitness(ports, signed);
  await keepNote(objects, witness.keyHint, signed).catch((error: unknown) => {
    // Another one has had it signed as well: what is kept stays.
    if (!(error instanceof Conflict)) throw error;
  });
  return cosigned;
}

/** @throws WitnessRefused when the witness did not sign that */
function ofWitness(ports: CosignPorts, note: CheckpointNote): CosignedLog {
  const { witness, verify } = ports;
  const { checkpoint } = note;
  const lines = note.signatures.filter((line) => isBy(witness, line));
  const right = lines.flatMap((line) => verifiedCosignature(verify, { witness, checkpoint }, line) ?? []);
  const [cosignature] = right;
  if (cosignature && right.length === lines.length) return { note, cosignature };
  throw refused(ports, 'no signature by its key over what it was asked to sign');
}

async function askFrom(
  ports: CosignPorts,
  entry: LogEntry,
  { from, again }: { readonly from: number; readonly again: boolean },
): Promise<string> {
  const { size } = entry.frontier;
  if (from > size) throw otherLog(ports, entry, from);
  const proof = await ports.reader.consistencyPath(from, size);
  const { status, text } = await ports.ask(addCheckpointText(from, proof, entry.note));
  if (status === 200) return text;
  const [, known] = SIZE.exec(text) ?? [];
  if (status === 409 && known !== undefined) {
    const signed = Number(known);
    // The same size again: the witness has another root for it.
    if (signed === from) throw otherLog(ports, entry, signed);
    if (again) return askFrom(ports, entry, { from: signed, again: false });
  }
  if (status === 422) throw otherLog(ports, entry, from);
  throw refused(ports, `status ${status}: ${text.slice(0, MOST_SHOWN).trim()}`);
}

const MOST_SHOWN = 200;

function otherLog({ witness }: CosignPorts, { signed, frontier }: LogEntry, known: number): LogBroken {
  return new LogBroken({
    subject: `log ${signed.checkpoint.origin} with ${frontier.size} entries`,
    seen: `a log with ${known} entries, which the witness ${witness.name} has signed, and which this one does not begin with`,
    limit: 'what was signed before, and what was appended since',
  });
}

function refused({ witness }: CosignPorts, seen: string): WitnessRefused {
  return new WitnessRefused({
    subject: `witness ${witness.name}`,
    seen,
    limit: 'its signature on the newest checkpoint',
  });
}
