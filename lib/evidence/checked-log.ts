import { fromBase64, hex } from '../domain/bytes.ts';
import { LogBroken } from '../domain/failure.ts';
import { parseInstant } from '../domain/instant.ts';
import { keyHintOf, signedBytes } from '../domain/log/checkpoint.ts';
import { keyStanding, type KeyStanding } from '../domain/log/key-standing.ts';
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

/** An entry whose checkpoint was signed by a key of the region, or by one that the log names. */
export interface CheckedEntry extends LogEntry {
  readonly keyId: string;
  /** How the log has that key when the entry was made; `unknown` for a key of the region that it does not name. */
  readonly standing: KeyStanding;
}

/**
 * Every entry of a log, each held against the one before it and against the key that signed its checkpoint: the region's
 * own, or one that the log itself names. The newest has to be the own one's, and covers what the log says of the others;
 * what a key signed when it had expired or was in other hands is answered with that word. @throws LogBroken
 */
export async function checkedLog(check: LogCheck): Promise<readonly CheckedEntry[]> {
  const entries = await check.reader.entries();
  const leaves = entries.map(({ leaf }) => leaf);
  const named = keysNamed(check, leaves);
  return entries.map((entry) => {
    const keys = entry.index === entries.length - 1 ? [check.key] : [check.key, ...named];
    const signer = keys.find((key) => isSignedBy(check, entry, key));
    if (!signer) throw signedByOther(entry, check.key);
    const { keyId } = signer;
    return { ...entry, keyId, standing: keyStanding(leaves, keyId, parseInstant(entry.leaf.at)) };
  });
}

function signedByOther({ index, signed }: LogEntry, { keyId }: SigningKey): LogBroken {
  return new LogBroken({
    subject: `checkpoint of entry ${index} of the log ${signed.checkpoint.origin}`,
    seen: 'a signature by another key, or over something else',
    limit: `one by the region's key ${keyId}, or before the newest by a key that the log names`,
  });
}

function isSignedBy({ sha256, verify }: LogCheck, { signed }: LogEntry, { spki }: SigningKey): boolean {
  const { checkpoint, keyHint, signature } = signed;
  return keyHintOf(sha256, spki) === keyHint && verify(spki, signedBytes(checkpoint), signature);
}

/** Keys that the log says were added, as far as their names are theirs. */
function keysNamed({ sha256 }: LogCheck, leaves: readonly LogLeaf[]): readonly SigningKey[] {
  return leaves.flatMap((leaf) => {
    if (leaf.type !== 'key' || leaf.action !== 'added') return [];
    const { keyId } = leaf;
    const spki = fromBase64(leaf.spki);
    return spki !== null && hex(sha256(spki)) === keyId ? [{ keyId, spki }] : [];
  });
}
