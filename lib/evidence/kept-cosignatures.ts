import { LogBroken } from '../domain/failure.ts';
import { type CheckpointNote, noteText, parseNote } from '../domain/log/checkpoint.ts';
import { cosignedKeyOf, logKeys } from '../domain/log/log-keys.ts';
import type { Objects } from '../ports/objects.ts';

/** Largest tree of a log that a witness is known to have signed; 0 for none. */
export async function keptSize(objects: Objects, keyHint: string): Promise<number> {
  const keys = await objects.list(logKeys.cosigned);
  const own = keys.flatMap((key) => cosignedKeyOf(key) ?? []).filter((kept) => kept.keyHint === keyHint);
  return own.at(-1)?.size ?? 0;
}

/** What one witness has signed of a log at a size; null for nothing. @throws LogBroken */
export async function keptNote(
  objects: Objects,
  { size, keyHint }: { readonly size: number; readonly keyHint: string },
): Promise<CheckpointNote | null> {
  const key = logKeys.cosignedOf(size, keyHint);
  const stored = await objects.get(key);
  if (!stored) return null;
  const note = parseNote(stored.text);
  if (note?.checkpoint.size === size) return note;
  throw new LogBroken({ subject: key, seen: 'something else', limit: `a checkpoint of ${size} entries` });
}

/** Keeps what a witness has signed. What is kept is never written over: an earlier one says more than a later. */
export async function keepNote(objects: Objects, keyHint: string, note: CheckpointNote): Promise<void> {
  const key = logKeys.cosignedOf(note.checkpoint.size, keyHint);
  await objects.put(key, noteText(note), { absent: true });
}

/** The checkpoint of a size with the signatures of the log and of all witnesses that are kept. @throws LogBroken */
export async function allCosigned(objects: Objects, size: number): Promise<CheckpointNote | null> {
  const keys = await objects.list(logKeys.cosigned);
  const kept = keys.flatMap((key) => cosignedKeyOf(key) ?? []).filter((one) => one.size === size);
  const notes = (await Promise.all(kept.map((one) => keptNote(objects, one)))).flatMap((note) => note ?? []);
  const [first, ...others] = notes;
  if (!first) return null;
  // Each has the log's own line first, and it is the same one: an entry has one checkpoint.
  const more = others.flatMap(({ signatures }) => signatures.slice(1));
  return { checkpoint: first.checkpoint, signatures: [...first.signatures, ...more] };
}
