import * as z from 'zod';
import { utf8 } from '../domain/bytes.ts';
import { Conflict } from '../domain/failure.ts';
import {
  type Checkpoint,
  keyHintOf,
  signedBytes,
  signedNote,
  type TreeHead,
} from '../domain/log/checkpoint.ts';
import { EMPTY_FRONTIER, extended, rootOf } from '../domain/log/frontier.ts';
import { entryText, type LogEntry } from '../domain/log/log-entry.ts';
import { logKeys } from '../domain/log/log-keys.ts';
import { leafIdentity, leafText, type LogLeaf } from '../domain/log/log-leaf.ts';
import { leafHash } from '../domain/log/tree-hash.ts';
import { SCHEMA_VERSION, schemaVersion } from '../domain/stored.ts';
import type { Signer } from '../ports/signer.ts';
import { entryAfter, entryAt, type LogAccess, newestEntry } from './log-entries.ts';

export interface AppendPorts extends LogAccess {
  readonly signer: Signer;
  /** What is known of other regions' logs (newest-heads.ts): it waits for no lost region, and does not reject. */
  readonly others: () => Promise<readonly TreeHead[]>;
}

const Claim = z.object({ schemaVersion, from: z.int().nonnegative() });

/** A place that was taken and is empty when it is looked at: another request on it was still under way. */
const MOST_FRUITLESS = 20;

/**
 * Appends one leaf to a log: an entry is created at the next index or not at all, and whoever finds it taken tries the
 * next, so that entries come in one order without a lock. Idempotent: a leaf of that type and run that is in the log
 * already is answered, also where it says something else. @throws LogBroken, Conflict when the place stays taken
 */
export function makeAppendToLog(ports: AppendPorts): (leaf: LogLeaf) => Promise<LogEntry> {
  return async (leaf) => {
    const identity = leafIdentity(leaf);
    let last = await lastBeforeClaim(ports, identity);
    for (let fruitless = 0; ; ) {
      const next = await entryAfter(ports, last);
      if (next && leafIdentity(next.leaf) === identity) return next;
      if (next) {
        last = next;
        fruitless = 0;
        continue;
      }
      const entry = await nextEntry(ports, last, leaf);
      try {
        await ports.objects.put(logKeys.entry(entry.index), entryText(entry), { absent: true });
      } catch (error) {
        fruitless += 1;
        if (!(error instanceof Conflict) || fruitless > MOST_FRUITLESS) throw error;
        continue;
      }
      await hintAt(ports, entry.index + 1);
      return entry;
    }
  };
}

/**
 * The claim says how long the log was before anybody tried to append this leaf. It is written before the first try, so
 * the leaf lies nowhere before: to find it again costs no walk through the whole log.
 */
async function lastBeforeClaim(ports: AppendPorts, identity: string): Promise<LogEntry | null> {
  const key = logKeys.claim(identity);
  const stored = await ports.objects.get(key);
  const from = stored ? claimed(stored.text) : await claimNow(ports, key);
  return from === 0 ? null : entryAt(ports, from - 1);
}

async function claimNow(ports: AppendPorts, key: string): Promise<number> {
  const newest = await newestEntry(ports);
  const from = newest ? newest.index + 1 : 0;
  try {
    await ports.objects.put(key, JSON.stringify({ schemaVersion: SCHEMA_VERSION, from }), { absent: true });
    return from;
  } catch (error) {
    const theirs = error instanceof Conflict ? await ports.objects.get(key) : null;
    if (!theirs) throw error;
    return claimed(theirs.text);
  }
}

function claimed(text: string): number {
  return Claim.parse(JSON.parse(text)).from;
}

async function nextEntry(ports: AppendPorts, last: LogEntry | null, leaf: LogLeaf): Promise<LogEntry> {
  const { sha256, signer, origin } = ports;
  const [{ spki }, others] = await Promise.all([signer.key(), ports.others()]);
  const text = leafText(leaf);
  const hash = leafHash(sha256, utf8(text));
  const frontier = extended(sha256, last?.frontier ?? EMPTY_FRONTIER, hash);
  const checkpoint: Checkpoint = { origin, size: frontier.size, root: rootOf(sha256, frontier), others };
  const signature = await signer.sign(signedBytes(checkpoint));
  const signed = { checkpoint, keyHint: keyHintOf(sha256, spki), signature };
  return { index: frontier.size - 1, leaf, text, hash, frontier, signed, note: signedNote(signed) };
}

/** Without the hint a reader looks for the end itself: to fail for it would say that nothing was appended. */
async function hintAt({ objects }: AppendPorts, size: number): Promise<void> {
  await objects.put(logKeys.head, JSON.stringify({ schemaVersion: SCHEMA_VERSION, size })).catch(() => {});
}
