import { formatInstant } from '../domain/instant.ts';
import { loggedKeys } from '../domain/log/logged-keys.ts';
import type { KeyLeaf } from '../domain/log/log-leaf.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { visibleText } from '../domain/visible-text.ts';
import { EXIT } from './exit-code.ts';
import type { KeyPlace } from './key-place.ts';
import { keySentence } from './key-sentence.ts';
import type { Terminal } from './terminal.ts';
import { timeOf } from './time-option.ts';
import { UsageError } from './usage-error.ts';
import { words } from './words.ts';

type Out = Pick<Terminal, 'out'>;

/** A statement that a key counts no longer. */
export interface KeyEnd {
  readonly action: 'expired' | 'revoked';
  /** The key's id, or how it begins. */
  readonly key: string;
  readonly reason: string;
  readonly by: string;
  /** As a person types it, in UTC; now where there is none. */
  readonly from?: string | undefined;
}

/** `muster keys list`: what a region's log says of its keys. Signatures are for `muster log`, which checks them all. */
export async function showKeys(place: KeyPlace, { out }: Out, { json }: { json: boolean }): Promise<number> {
  const [{ keyId: signsNow }, entries] = await Promise.all([place.signer.key(), place.reader.entries()]);
  const keys = loggedKeys(
    entries.map(({ leaf }) => leaf),
    place.now,
  );
  if (json) {
    const { origin } = place;
    out.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, origin, signsNow, keys })}\n`);
    return EXIT.met;
  }
  const lines = keys.flatMap(({ keyId, standing, said }) => [
    `Key ${keyId}: ${standing}${keyId === signsNow ? ', and signs now' : ''}`,
    ...said.map((leaf) => `  ${keySentence(leaf)}`),
  ]);
  const isKnown = keys.some(({ keyId }) => keyId === signsNow);
  const unknown = `Key ${signsNow}: signs now, and the log does not know it yet (\`npx muster keys add\`)`;
  const shown = [`Log ${place.origin}`, ...lines, ...(isKnown ? [] : [unknown])];
  out.write(shown.map((line) => `${visibleText(line)}\n`).join(''));
  return EXIT.met;
}

/** `muster keys add`: tells the log of the key that its region signs with now, as a run does that meets it. */
export async function addKey({ log, now, origin }: KeyPlace, { out }: Out): Promise<number> {
  const { leaf, index } = await log.logKey(formatInstant(now));
  if (leaf.type === 'key')
    out.write(`Entry ${index} of the log ${origin}: key ${leaf.keyId} ${keySentence(leaf)}\n`);
  return EXIT.met;
}

/**
 * `muster keys expire` and `revoke`: appends that a key counts no longer. What it signed before that moment stays
 * evidence. @throws UsageError for a key that the log does not know or has said that of, and for a moment that would take
 * back what nobody doubts
 */
export async function endKey(place: KeyPlace, { out }: Out, end: KeyEnd): Promise<number> {
  const leaf = await endLeafOf(place, end);
  const entry = await place.log.append(leaf);
  const { keyId: signsNow } = await place.signer.key();
  const lines = [`Entry ${entry.index} of the log ${place.origin}: key ${leaf.keyId} ${keySentence(leaf)}`];
  if (leaf.keyId === signsNow)
    lines.push(`It is the key that ${place.region} signs with: what it signs from then on does not count.`);
  out.write(lines.map((line) => `${visibleText(line)}\n`).join(''));
  return EXIT.met;
}

async function endLeafOf({ reader, origin, now, called }: KeyPlace, end: KeyEnd): Promise<KeyLeaf> {
  const { action } = end;
  const leaves = (await reader.entries()).map(({ leaf }) => leaf);
  const keys = leaves.flatMap((leaf) => (leaf.type === 'key' && leaf.action === 'added' ? [leaf] : []));
  const [key, ...more] = keys.filter(({ keyId }) => keyId.startsWith(end.key));
  if (!key || more.length > 0 || end.key === '')
    throw new UsageError(
      `${end.key} names ${key ? 'several keys' : 'no key'} of the log ${origin}; ` +
        `it has ${keys.map(({ keyId }) => keyId).join(', ') || 'none'}`,
    );
  const { keyId, spki } = key;
  const said = leaves.find((leaf) => leaf.type === 'key' && leaf.action === action && leaf.keyId === keyId);
  if (said?.type === 'key')
    throw new UsageError(`the log says of key ${keyId} already: ${keySentence(said)}; that is said once`);
  const [from, at] = [fromOf(end, formatInstant(now)), formatInstant(now)];
  const [reason, by] = [words('--reason', end.reason), called(words('--as', end.by))];
  return { schemaVersion: SCHEMA_VERSION, type: 'key', action, keyId, spki, from, reason, by, at };
}

/** An expiry takes back nothing, and a revocation is of what has happened. @throws UsageError */
function fromOf({ action, from }: KeyEnd, now: string): string {
  if (from === undefined) return now;
  const moment = formatInstant(timeOf('--from', from, 'utc').toMillis() * 1_000);
  if (action === 'expired' && moment < now)
    throw new UsageError(
      `--from ${from} is over: what the key signed since counts, unless it was in other hands and is revoked`,
    );
  if (action === 'revoked' && moment > now)
    throw new UsageError(`--from ${from} is not yet: a key that is to end then expires`);
  return moment;
}
