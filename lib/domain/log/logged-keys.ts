import type { Instant } from '../instant.ts';
import { keyStanding, type KeyStanding } from './key-standing.ts';
import type { KeyLeaf, LogLeaf } from './log-leaf.ts';

/** What a log says of one key. */
export interface LoggedKey {
  readonly keyId: string;
  readonly standing: KeyStanding;
  /** In the order of the log. */
  readonly said: readonly KeyLeaf[];
}

/** The keys of a log in the order in which it first speaks of them, with how each stands at a moment. */
export function loggedKeys(leaves: readonly LogLeaf[], at: Instant): readonly LoggedKey[] {
  const ofKeys = leaves.filter((leaf) => leaf.type === 'key');
  return [...Map.groupBy(ofKeys, ({ keyId }) => keyId)].map(([keyId, said]) => ({
    keyId,
    standing: keyStanding(leaves, keyId, at),
    said,
  }));
}
