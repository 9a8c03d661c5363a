import { fromBase64, hex } from '../domain/bytes.ts';
import { LogBroken } from '../domain/failure.ts';
import { parseInstant } from '../domain/instant.ts';
import { keyHintOf, signedBytes } from '../domain/log/checkpoint.ts';
import { keyStanding } from '../domain/log/key-standing.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import type { LogLeaf } from '../domain/log/log-leaf.ts';
import type { Verifier } from '../domain/verify/verifier.ts';
import type { SigningKey } from '../ports/signer.ts';
import type { LogReader } from './read-log.ts';

/** What it takes to hold a log against its region's key. */
export interface LogCheck extends Pick<Verifier, 'sha256' | 'verify'> {
  readonly reader: Pick<LogReader, 'entries'>;
  /** The key that the region signs with now. */
  readonly key: SigningKey;
}

/**
 * Every entry of a log, each held against the one before it and against the key that signed its checkpoint: the region's
 * own, or one that the log itself has as held at the time. The newest has to be the own one's, and covers what the log
 * says of the others. @throws LogBroken
 */
export async function checkedLog(check: LogCheck): Promise<readonly LogEntry[]> {
  const entries = await check.reader.entries();
  const leaves = entries.map(({ leaf }) => leaf);
  const newest = entries.length - 1;
  for (const entry of entries) {
    if (isSignedBy(check, entry, check.key)) continue;
    const earlier = entry.index === newest ? [] : keysHeldAt(check, leaves, entry.leaf.at);
    if (earlier.some((key) => isSignedBy(check, entry, key))) continue;
    throw new LogBroken({
      subject: `checkpoint of entry ${entry.index} of the log ${entry.signed.checkpoint.origin}`,
      seen: 'a signature by another key, or over something else',
      limit: `one by the region's key ${check.key.keyId}, or by a key that the log had as held then`,
    });
  }
  return entries;
}

function isSignedBy({ sha256, verify }: LogCheck, { signed }: LogEntry, { spki }: SigningKey): boolean {
  const { checkpoint, keyHint, signature } = signed;
  return keyHintOf(sha256, spki) === keyHint && verify(spki, signedBytes(checkpoint), signature);
}

/** Keys that the log says were in use at a moment, as far as their names are theirs. */
function keysHeldAt({ sha256 }: LogCheck, leaves: readonly LogLeaf[], at: string): readonly SigningKey[] {
  return leaves.flatMap((leaf) => {
    if (leaf.type !== 'key' || leaf.action !== 'added') return [];
    const { keyId } = leaf;
    const spki = fromBase64(leaf.spki);
    const isOwnName = spki !== null && hex(sha256(spki)) === keyId;
    return isOwnName && keyStanding(leaves, keyId, parseInstant(at)) === 'held' ? [{ keyId, spki }] : [];
  });
}
