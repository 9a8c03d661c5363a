import { type Instant, parseInstant } from '../instant.ts';
import type { KeyLeaf, LogLeaf } from './log-leaf.ts';

/** Whether what a key signed at a moment counts: it was in use, not yet, not any more, or in other hands. */
export type KeyStanding = 'unknown' | 'not-yet' | 'held' | 'expired' | 'revoked';

/**
 * What a log says of a key at a moment. A revocation outweighs an expiry, whichever was logged first: what was signed
 * before the moment from which a key is revoked stays evidence.
 */
export function keyStanding(leaves: readonly LogLeaf[], keyId: string, at: Instant): KeyStanding {
  const said = leaves.flatMap((leaf) => (leaf.type === 'key' && leaf.keyId === keyId ? [leaf] : []));
  const added = said.find(({ action }) => action === 'added');
  if (!added) return 'unknown';
  const ended = (action: KeyLeaf['action']) =>
    said.some((leaf) => leaf.action === action && parseInstant(leaf.from) <= at);
  if (ended('revoked')) return 'revoked';
  if (ended('expired')) return 'expired';
  return parseInstant(added.from) <= at ? 'held' : 'not-yet';
}
