import { type HashBytes, sameBytes, utf8Text } from '../bytes.ts';
import { type AddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
import { keyHintOf, signedBytes, type TreeHead } from './checkpoint.ts';
import { isConsistent } from './is-consistent.ts';
import type { VerifySignature } from './verify-signature.ts';

/** A log that a witness watches: its name, and the keys that its checkpoints may be signed with (SPKI, DER). */
export interface WatchedLog {
  readonly origin: string;
  readonly keys: readonly Uint8Array[];
}

export interface WitnessRules {
  readonly sha256: HashBytes;
  readonly verify: VerifySignature;
  readonly logs: readonly WatchedLog[];
}

/** Why a witness does not sign: a status of HTTP, and the text below it (C2SP, tlog-witness). */
export interface WitnessRefusal {
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly says: string;
}

/** A request of a log that is watched, which the log itself has signed; or why it is none. */
export type Asked =
  | { readonly request: AddCheckpoint; readonly refusal: null }
  | { readonly refusal: WitnessRefusal };

/** Reads a request, and looks at all that does not depend on what the witness has signed before. */
export function askedOf({ sha256, verify, logs }: WitnessRules, body: Uint8Array): Asked {
  const request = parseAddCheckpoint(utf8Text(body) ?? '');
  if (!request) return refused(400, 'expected an old size, a consistency proof, and a checkpoint');
  const { checkpoint, signatures } = request.note;
  const log = logs.find(({ origin }) => origin === checkpoint.origin);
  if (!log) return refused(404, 'no log of that name is watched');
  const data = signedBytes(checkpoint);
  const isSigned = signatures.some(({ name, keyHint, signature }) =>
    log.keys.some(
      (key) => name === log.origin && keyHintOf(sha256, key) === keyHint && verify(key, data, signature),
    ),
  );
  if (!isSigned) return refused(403, 'no key that the log is known by has signed the checkpoint');
  if (request.oldSize <= checkpoint.size) return { request, refusal: null };
  return refused(400, 'the old size is larger than the size of the checkpoint');
}

/** Why a witness that has signed `newest` last (null: nothing of that log) does not sign; null where it does. */
export function refusalOf(
  sha256: HashBytes,
  newest: TreeHead | null,
  { oldSize, proof, note: { checkpoint } }: AddCheckpoint,
): WitnessRefusal | null {
  const before = newest ?? { size: 0, root: sha256(new Uint8Array()) };
  const isOther = before.size === checkpoint.size && !sameBytes(before.root, checkpoint.root);
  // The size alone: whoever asked without knowing it asks again from there.
  if (oldSize !== before.size || isOther) return { status: 409, says: `${before.size}\n` };
  if (isConsistent(sha256, [before, checkpoint], proof)) return null;
  return refused(
    422,
    `it is not shown that the checkpoint begins with the ${before.size} leaves signed before`,
  ).refusal;
}

function refused(status: WitnessRefusal['status'], says: string): { readonly refusal: WitnessRefusal } {
  return { refusal: { status, says: `${says}\n` } };
}
